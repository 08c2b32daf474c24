// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes that were started, so that none of them outlives this one: they are ended when it ends in order or by a signal, and
 * the kernel ends them if it is killed, where setpriv(1) can ask for that.
 *
 * <p>Thread: any. The kernel counts the thread that started a process as its parent, so that must be one that stays.
 */
public final class Children {
    private static final long END_MILLIS = 3000;

    /** From the end of a child by a signal until ours has been noticed. */
    private static final long SIGNAL_MILLIS = 300;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean isOver;

    private Children() {}

    /** Found out by a child that is not bound yet, when the first one is started. */
    private static final class Binding {
        static final boolean IS_THERE = Command.isThere(List.of("setpriv", "--pdeathsig", "KILL", "true"));
    }

    /** Does not return once a signal ends this process. */
    public static Process start(ProcessBuilder builder) throws IOException {
        if (Binding.IS_THERE) {
            List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
            bound.addAll(builder.command());
            builder.command(bound);
        }
        Process process = startUnlessOver(builder);
        var _ = process.onExit().thenAccept(RUNNING::remove);
        return process;
    }

    private static Process startUnlessOver(ProcessBuilder builder) throws IOException {
        synchronized (RUNNING) {
            if (!isOver) {
                Process process = builder.start();
                RUNNING.add(process);
                return process;
            }
        }
        throw awaitTheEnd();
    }

    /**
     * To be called before one is blamed for its end. On a terminal a signal for us reaches all of them as well: if there was one, this does
     * not return, as this process is about to end.
     */
    public static void awaitOurSignal() {
        try {
            Thread.sleep(SIGNAL_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        unlessOver();
    }

    /** Does not return once a signal ends this process: nothing more is to be said or begun then. */
    public static void unlessOver() {
        if (isOver) {
            throw awaitTheEnd();
        }
    }

    /** Never returns: what it says that it does is for its callers, who would have to go on otherwise. */
    private static AssertionError awaitTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }

    /** At once. */
    public static void end(Process process) {
        process.destroyForcibly();
        await(process);
    }

    /** As {@link #endAll}, and none is started any more: for the hook of a process that a signal ends. */
    public static void endForGood() {
        synchronized (RUNNING) {
            isOver = true;
        }
        endAll();
    }

    /** In order, with what they have started; those that do not want to by force. */
    public static void endAll() {
        List<Process> all = List.copyOf(RUNNING);
        all.forEach(process -> process.descendants().forEach(ProcessHandle::destroy));
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
