// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.measure.CallProgram;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.util.List;

/** What is measured inside one process, without a socket: the cases of {@code toolbench/calls}, whose README defines them. */
public final class CallCases {
    /** The key under which peers say how they run callbacks and timers. */
    public static final String CALLS = "calls";

    /** The key under which peers say how they run tasks. */
    public static final String TASKS = "tasks";

    private static final String THREADSAFE = "call-soon-threadsafe";
    private static final String TASK = "task-";

    public static final List<Case> ALL = List.of(
            of("call-soon", "callSoon, 1,000 callbacks in a turn"),
            of("call-soon-chain", "callSoon, each callback asks for the next one"),
            of(THREADSAFE, "callSoonThreadsafe, four threads"),
            of("timers", "a timer armed and cancelled among 100,000"),
            of(TASK + "await", "a task created and awaited"),
            of(TASK + "switch", "a switch between two tasks that yield"),
            of(TASK + "switch-queue", "a switch between two tasks by a queue"));

    private CallCases() {}

    private static Case of(String name, String title) {
        return new Case(name, "calls", title, "", 0, 0, CallProgram.TITLE, Figure.NANOS_PER_CALL.key());
    }

    public static List<Scenario> scenarios() {
        CallProgram onOneCore = new CallProgram(true);
        CallProgram onAllCores = new CallProgram(false);
        return ALL.stream()
                .map(of -> new Scenario(of, served(of), of.name().equals(THREADSAFE) ? onAllCores : onOneCore))
                .toList();
    }

    /** One of the keys in {@code serve}. */
    public static String served(Case of) {
        return of.name().startsWith(TASK) ? TASKS : CALLS;
    }
}
