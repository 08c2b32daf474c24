// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --list} has what the same command would measure without it. */
class ListTest {
    private static List<String> lines(String line) {
        Outcome outcome = Outcome.of(List.of(line.split(" ", -1)));
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals("", outcome.err());
        return outcome.out().lines().toList();
    }

    private static List<String> cases(String line) {
        return lines(line).stream()
                .filter(text -> !text.startsWith(" "))
                .map(text -> text.substring(0, text.indexOf(':')))
                .toList();
    }

    private static List<String> peers(String line) {
        return lines(line).stream()
                .filter(text -> text.startsWith(" "))
                .flatMap(text -> List.of(text.strip().split(" ", -1)).stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void quickHasTheTwoCasesOfAFirstLook() {
        assertEquals(List.of("echo-tcp-1k-10", "http-1k-300"), cases("--list --quick"));
    }

    @Test
    void aListMeasuresNothingOfJvloopAlone() {
        assertEquals(List.of("idle-10000"), cases("idle --list"));
        assertEquals(List.of("start"), cases("start --list"));
    }

    @Test
    void postHasTheCasesOfThePostAndNoOther() {
        List<String> post = cases("--list --post");
        assertTrue(post.containsAll(List.of("echo-tcp-100k-10", "echo-unix-1k-10", "readline-1k-300", "http-10k-300")));
        assertFalse(post.contains("echo-tcp-1k-300") || post.contains("start") || post.contains("connect-10"));
    }

    @Test
    void casesThatNoneOfTheChosenServesAreLeftOut() {
        assertEquals(List.of("echo-tcp-1k-10"), cases("--list --quick --only c-epoll"));
        assertEquals(List.of("http-1k-300"), cases("--list --quick --only go-http"));
    }

    @Test
    void atARateAreAllCasesOfRequestsAndNoOther() {
        List<String> all = cases("--list --rate 20000");
        assertTrue(all.stream().allMatch(name -> name.endsWith("-at-20000")), all::toString);
        assertTrue(
                all.containsAll(List.of(
                        "echo-tcp-1k-10-at-20000",
                        "echo-unix-100k-10-at-20000",
                        "readline-1k-300-at-20000",
                        "http-1k-300-at-20000",
                        "http-pipelined-1k-300-at-20000",
                        "connect-10-at-20000")),
                all::toString);
        assertFalse(all.stream().anyMatch(name -> name.startsWith("idle") || name.startsWith("start")), all::toString);
        assertEquals(
                List.of("echo-tcp-1k-10-at-500: TCP echo, 1 KiB, 10 connections, 500 requests/s", "  c-epoll"),
                lines("--list --case echo-tcp-1k-10 --rate 500 --only c-epoll"));
    }

    @Test
    void onlyHasThePeersThatWereChosenAndTheCasesThatTheyServe() {
        assertEquals(List.of("c-http"), peers("--list --only c-http"));
        assertEquals(
                List.of("http-1k-300", "http-10k-300", "http-100k-300", "http-pipelined-1k-300"),
                cases("--list --only c-http"));
        assertEquals(List.of("c-epoll", "c-http"), peers("--list --quick --only c-epoll,c-http"));
        assertEquals(List.of("c-epoll"), peers("--list --quick --only c-epoll"));
    }
}
