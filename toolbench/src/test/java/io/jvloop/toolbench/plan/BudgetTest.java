// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.peer.Peer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Slices ASKED = new Slices(5, WarmUp.USUAL, 4);

    private static Peer peer(String name) {
        return new Peer(
                name,
                "",
                "",
                "",
                List.of(),
                List.of(),
                List.of(),
                false,
                Map.of("echo", List.of("it")),
                List.of(),
                List.of(),
                false,
                true);
    }

    private static Budget of(int peers) {
        Scenario scenario = Groups.scenario("echo-tcp-1k-10").orElseThrow();
        Peer peer = peer("one");
        return new Budget(List.of(new Stage(List.of(scenario), Collections.nCopies(peers, peer))), Set.of());
    }

    @Test
    void whatFitsIsNotCut() {
        assertEquals(ASKED, of(3).fit(ASKED, 600));
    }

    @Test
    void slicesAreCutSoThatAllFits() {
        Budget budget = of(30);
        Slices cut = budget.fit(ASKED, 600);
        assertTrue(budget.seconds(cut) <= 600, cut::toString);
        assertTrue(cut.seconds() < 4 && cut.seconds() >= 1, cut::toString);
        assertEquals(5, cut.rounds());
    }

    @Test
    void aSeventhOfTheTimeIsKeptForWhatNoPlanKnows() {
        Budget budget = of(30);
        assertTrue(budget.seconds(budget.fit(ASKED, 600)) <= 510);
        int exact = (int) budget.seconds(ASKED);
        assertTrue(budget.fit(ASKED, exact).seconds() < 4);
        assertEquals(ASKED, budget.fit(ASKED, exact * 100 / 84));
    }

    @Test
    void roundsBecomeFewerWhenSlicesCannotBeShorter() {
        Budget budget = of(100);
        Slices cut = budget.fit(ASKED, 600);
        assertTrue(budget.seconds(cut) <= 600, cut::toString);
        assertTrue(cut.rounds() < 5, cut::toString);
    }

    @Test
    void aJvmIsWarmedUpForLonger() {
        Budget budget = new Budget(of(1).stages(), Set.of("one"));
        assertEquals(6 * 5, budget.seconds(ASKED) - of(1).seconds(ASKED), 1e-9);
    }

    @Test
    void theCompilersOfAJvmHaveTheirTimeHoweverMuchIsCut() {
        Budget budget = new Budget(of(30).stages(), Set.of("one"));
        Slices cut = budget.fit(ASKED, 300);
        assertTrue(budget.seconds(cut) <= 300, cut::toString);
        assertEquals(6, cut.warmUp().seconds(true, true), cut::toString);
        assertTrue(cut.warmUp().seconds(false, true) < 2, cut::toString);
        assertEquals(1, cut.rounds());
    }

    @Test
    void whoeverIsLastInOneRoundIsNotInAll() {
        for (int count = 2; count <= 32; count++) {
            Stage stage = stage(count);
            Set<String> last = new HashSet<>();
            for (int round = 0; round < 5; round++) {
                last.add(stage.peersInRound(round).getLast().name());
            }
            assertTrue(last.size() > 1, count + " peers, always at the end: " + last);
        }
    }

    private static Stage stage(int count) {
        List<Peer> peers =
                IntStream.range(0, count).mapToObj(i -> peer("peer" + i)).toList();
        return new Stage(List.of(Groups.scenario("start").orElseThrow()), peers);
    }

    @Test
    void eachRoundHasAnOrderOfItsOwnThatIsTheSameNextTime() {
        Stage stage = stage(10);
        assertTrue(!stage.peersInRound(0).equals(stage.peersInRound(1)), stage::toString);
        assertEquals(stage.peersInRound(1), stage.peersInRound(1));
    }
}
