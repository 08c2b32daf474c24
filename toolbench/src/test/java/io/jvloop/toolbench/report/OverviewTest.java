// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static List<GroupView> groups(Fixture fixture) {
        return GroupView.of(CaseView.all(fixture.results()));
    }

    @Test
    void whereJvloopWasNotMeasuredNothingIsSaidOfItButThat() {
        Overview overview = new Overview(groups(Fixture.of("http")
                .peer("c-http", 2)
                .peer("go-http", 5)
                .andOf("echo-tcp")
                .peerInTheLast("jvloop-streams", 4)
                .peerInTheLast("go-echo", 5)));
        assertEquals("jvloop", overview.name());
        assertEquals(List.of("TCP echo: 1 of 2"), overview.ranks());
        assertEquals(
                "Other servers take more CPU per request than jvloop in 1 of 1 comparisons, less in 0; 0 cannot be told"
                        + " apart. jvloop was not measured in: HTTP.",
                overview.headline());
    }

    /** Nor was a bare loop, which would have stood in for it. */
    @Test
    void whereNobodyWasMeasuredThatOthersAreComparedWithIsSaidToo() {
        Fixture fixture =
                Fixture.of("http").peer("go-http", 5).andOf("echo-tcp").peerInTheLast("jvloop-streams", 4);
        assertEquals(
                "Nothing to compare: no other peer was measured where jvloop was. jvloop was not measured in: HTTP.",
                new Overview(groups(fixture)).headline());
        fixture.peerInTheLast("go-echo", 5);
        String headline = new Overview(groups(fixture)).headline();
        assertTrue(headline.endsWith(" cannot be told apart. jvloop was not measured in: HTTP."), headline);
    }

    /** One was measured only where jvloop was not. */
    @Test
    void thePlaceInAGroupIsAmongThoseThatWereCompared() {
        Overview overview = new Overview(groups(Fixture.of("echo-tcp")
                .peer("jvloop-auto", 4)
                .peer("go-echo", 5)
                .and(10)
                .peerInTheLast("c-epoll", 2)
                .peerInTheLast("node-echo", 9)));
        assertEquals(List.of("TCP echo: 1 of 2"), overview.ranks());
    }

    @Test
    void oneJvloopStandsForAnother() {
        Overview overview = new Overview(groups(Fixture.of("http")
                .peer("jvloop-epoll", 4)
                .peer("go-http", 5)
                .andOf("echo-tcp")
                .peerInTheLast("jvloop-auto", 4)
                .peerInTheLast("go-echo", 5)));
        assertEquals(2, overview.groups().size());
        assertFalse(overview.headline().contains("not measured"), overview.headline());
    }

    @Test
    void aloneTheBareLoopsAreWhatOthersAreComparedWith() {
        Overview overview =
                new Overview(groups(Fixture.of("echo-tcp").peer("c-epoll", 4).peer("go-echo", 5)));
        assertEquals("c-epoll", overview.name());
        assertTrue(overview.headline().contains("than c-epoll in 1 of 1"), overview.headline());
    }

    /** As in a run that was cut off before jvloop had its turn in the second case. */
    @Test
    void ratiosToDifferentServersAreNotMixed() {
        Fixture fixture = Fixture.of("echo-tcp")
                .peer("jvloop-auto", 4)
                .and(10)
                .peer("c-epoll", 2)
                .peer("go-echo", 8);
        List<GroupView> groups = groups(fixture);
        GroupView group = groups.getFirst();
        assertEquals("jvloop-auto", group.reference());
        assertEquals(0.5, group.cost("c-epoll").orElseThrow(), 0.01);
        assertEquals(2, group.cost("go-echo").orElseThrow(), 0.01);
        assertTrue(new Overview(groups).headline().contains("in 1 of 2 comparisons"), new Overview(groups).headline());
        String table = DocumentTables.of(group);
        assertTrue(
                table.lines()
                        .anyMatch(line ->
                                line.startsWith("| go-echo |") && line.contains("(2.00)") && !line.contains("(4.00)")),
                table);
    }
}
