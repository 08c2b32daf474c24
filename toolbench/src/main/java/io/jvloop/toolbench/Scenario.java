// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import java.util.List;
import java.util.Optional;

/**
 * What servers are asked for, and by whom.
 *
 * @param name what it is asked for by
 * @param served the key under which peers say how they serve it
 * @param sizes of a message, or of each line of it, in bytes, unless told otherwise
 * @param connections at a time, unless told otherwise
 * @param load asks, and checks each answer
 */
record Scenario(String name, String served, List<Integer> sizes, List<Integer> connections, Load load) {
    private static final int PIPELINED = 16;

    /** As many a request as vmbench has. */
    private static final int LINES = 5;

    static final List<Scenario> ALL = List.of(
            new Scenario("echo", "echo", List.of(1024, 100 * 1024), List.of(10, 300), new EchoLoad(0)),
            new Scenario("echo-streams", "echo-streams", List.of(1024, 100 * 1024), List.of(10, 300), new EchoLoad(0)),
            new Scenario("readline", "readline", List.of(100, 1024), List.of(10, 300), new EchoLoad(LINES)),
            new Scenario("http", "http", List.of(1024, 10 * 1024, 100 * 1024), List.of(300), new WrkLoad(1)),
            new Scenario("http-pipelined", "http", List.of(1024), List.of(300), new WrkLoad(PIPELINED)));

    static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name.equals(name)).findFirst();
    }
}
