// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The processes that were started, so that none of them outlives this one: they are ended when it ends in order or by a signal, and
 * the kernel ends them if it is killed, where setpriv(1) can ask for that.
 *
 * <p>Thread: any. The kernel counts the thread that started a process as its parent, so that must be one that stays.
 */
public final class Children {
    private static final long END_MILLIS = 3000;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /** Found out by a child that is not bound yet. */
    private static final boolean CAN_BE_BOUND =
            Command.output(List.of("setpriv", "--pdeathsig", "KILL", "true")) != null;

    private Children() {}

    public static Process start(ProcessBuilder builder) throws IOException {
        if (CAN_BE_BOUND) {
            List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
            bound.addAll(builder.command());
            builder.command(bound);
        }
        Process process = builder.start();
        RUNNING.add(process);
        var _ = process.onExit().thenAccept(RUNNING::remove);
        return process;
    }

    /** At once. */
    public static void end(Process process) {
        process.destroyForcibly();
        await(process);
    }

    /** In order, those that do not want to by force. */
    public static void endAll() {
        List<Process> all = List.copyOf(RUNNING);
        all.forEach(Process::destroy);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        for (Process process : all) {
            try {
                if (!process.waitFor(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
