// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.measure.FirstByte;
import io.jvloop.toolbench.measure.IdleLoad;
import io.jvloop.toolbench.measure.Load;
import io.jvloop.toolbench.measure.OwnLoad;
import io.jvloop.toolbench.measure.WrkLoad;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that can be measured of servers. */
final class Groups {
    private static final int KIB = 1024;

    /** Bytes; HTTP servers have bodies of these and of no other size. */
    static final List<Integer> SIZES = List.of(KIB, 10 * KIB, 100 * KIB);

    /** As many a request as vmbench has. */
    static final int LINES = 5;

    private static final Load ECHO = new OwnLoad("echo");

    private static final int PIPELINED = 16;
    private static final int IDLE_CONNECTIONS = 10_000;

    static final List<Group> ALL = List.of(
            new Grid("echo-tcp", "TCP echo", true, "echo", "tcp", SIZES, List.of(10, 300), ECHO),
            new Grid("echo-unix", "UNIX echo", true, "echo", "unix", SIZES, List.of(10), ECHO),
            new Grid(
                    "echo-streams",
                    "TCP echo in straight-line code, callbacks beside it",
                    false,
                    "echo-streams",
                    "tcp",
                    List.of(KIB, 100 * KIB),
                    List.of(10, 300),
                    ECHO),
            new Grid(
                    "readline",
                    "readline, " + LINES + " lines a request",
                    true,
                    "readline",
                    "tcp",
                    List.of(100, KIB),
                    List.of(300),
                    new OwnLoad("lines", "--lines", String.valueOf(LINES))),
            new Grid("http", "HTTP", true, "http", "tcp", SIZES, List.of(300), http(1)),
            new Grid(
                    "http-pipelined",
                    "HTTP, " + PIPELINED + " requests in one write",
                    true,
                    "http",
                    "tcp",
                    List.of(KIB),
                    List.of(300),
                    http(PIPELINED)),
            new Grid(
                    "connect",
                    "a connection for each message",
                    true,
                    "echo",
                    "tcp",
                    List.of(1),
                    List.of(10),
                    new OwnLoad("connect")),
            new Fixed("idle", List.of(idle())),
            new Fixed("start", List.of(start())),
            new Fixed("calls", CallCases.scenarios()));

    private Groups() {}

    /** wrk where it is there, else our own. */
    private static Load http(int pipeline) {
        return WrkLoad.isThere() ? new WrkLoad(pipeline) : OwnLoad.http(pipeline);
    }

    private static Scenario idle() {
        IdleLoad load = new IdleLoad();
        return new Scenario(
                new Case(
                        "idle-" + IDLE_CONNECTIONS,
                        "idle",
                        String.format("%,d idle connections", IDLE_CONNECTIONS),
                        "tcp",
                        1,
                        IDLE_CONNECTIONS,
                        load.title(),
                        Figure.BYTES_PER_CONNECTION.key()),
                "echo",
                load);
    }

    private static Scenario start() {
        FirstByte launch = new FirstByte();
        return new Scenario(
                new Case(
                        "start",
                        "start",
                        "from the start until the first byte is echoed",
                        "tcp",
                        1,
                        1,
                        launch.title(),
                        Figure.START_MILLIS.key()),
                "echo",
                launch);
    }

    /** What one word means: a group, or echo over both transports; empty if it means nothing. */
    static List<Group> named(String word) {
        return ALL.stream()
                .filter(group -> group.name().equals(word) || (word.equals("echo") && isEcho(group)))
                .toList();
    }

    private static boolean isEcho(Group group) {
        return group.name().equals("echo-tcp") || group.name().equals("echo-unix");
    }

    static List<String> words() {
        List<String> words = new ArrayList<>(List.of("echo"));
        ALL.forEach(group -> words.add(group.name()));
        return words;
    }

    /** Of all groups, in their usual sizes. */
    static Optional<Scenario> scenario(String name) {
        return ALL.stream()
                .flatMap(group -> group.scenarios().stream())
                .filter(scenario -> scenario.name().equals(name))
                .findFirst();
    }

    static List<String> caseNames() {
        return ALL.stream()
                .flatMap(group -> group.scenarios().stream())
                .map(Scenario::name)
                .toList();
    }
}
