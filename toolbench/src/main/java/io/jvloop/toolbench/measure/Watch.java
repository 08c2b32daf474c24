// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Memory;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.peer.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a server while it is measured: memory that grows without end, and sockets that stay open.
 *
 * <p>Memory is without end if it grew by more than a heap does that has not been collected yet, and went on growing in each quarter
 * of the time. Smaller leaks are not seen.
 *
 * <p>Thread: looks from one of its own.
 */
public final class Watch implements AutoCloseable {
    private static final long MEBIBYTE = 1024 * 1024;

    /** Of this machine's memory; beyond that the kernel would soon end somebody. */
    private static final double RESIDENT_SHARE_MAX = 0.25;

    private static final long GROWTH_MAX = 256 * MEBIBYTE;

    /** A JVM's first collection comes late. */
    private static final long GROWTH_MAX_JVM = 1024 * MEBIBYTE;

    private static final int LOOK_MILLIS = 100;

    /** A load that asks no more is still there for so many. */
    private static final int ENDING_LOOKS_MAX = 4;

    /** Of all descriptors only sockets are looked at: a server may open more of others after it has said where it listens. */
    private static final int SOCKETS_MORE_MAX = 8;

    /** Longer than servers keep a connection that says nothing, five seconds with most. */
    private static final int CLOSING_MILLIS = 12_000;

    private final ServerProcess server;
    private final int socketsBefore;
    private final long residentMax = (long) (RESIDENT_SHARE_MAX * Memory.bytes());
    private final List<Long> resident = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isTooLarge;
    private volatile boolean isDone;

    private Watch(ServerProcess server) {
        this.server = server;
        this.socketsBefore = ProcessStatus.sockets(server.pid());
        this.thread = Thread.ofPlatform().daemon().unstarted(this::look);
    }

    public static Watch over(ServerProcess server) {
        Watch watch = new Watch(server);
        watch.thread.start();
        return watch;
    }

    private void look() {
        try {
            while (!isDone) {
                long now = ProcessStatus.residentBytes(server.pid());
                resident.add(now);
                if (now > residentMax) {
                    isTooLarge = true;
                    server.kill();
                    return;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException stop) {
            // it is done
        }
    }

    /** Why the server ended, if it was for its size. */
    @Nullable
    public String reasonOfEnd() {
        return isTooLarge ? "leaks: its memory grew beyond " + residentMax / MEBIBYTE + " MiB and it was ended" : null;
    }

    /** To be called when all clients are gone. Says nothing of a server that has died by then: the kernel has closed all it had. */
    public void checkNothingLeaked() throws Failed {
        close();
        boolean onJvm = ProcessStatus.isJava(server.pid());
        long growth = growthWithoutEnd(resident);
        if (growth > (onJvm ? GROWTH_MAX_JVM : GROWTH_MAX)) {
            throw new Failed("leaks: its memory grew by " + growth / MEBIBYTE + " MiB while it was measured");
        }
        int more = 0;
        boolean isGone = false;
        for (int waited = 0; waited < CLOSING_MILLIS && server.isAlive(); waited += LOOK_MILLIS) {
            int now = ProcessStatus.sockets(server.pid());
            isGone = now == 0 && socketsBefore > 0; // it has not even its listening one: soon it is not alive
            more = now - socketsBefore;
            if (more <= SOCKETS_MORE_MAX && !isGone) {
                return;
            }
            pause();
        }
        if (server.isAlive()) {
            throw new Failed(
                    isGone
                            ? "it listens no more since its clients have gone, and has not ended"
                            : "leaks: " + more + " sockets are still open after all clients have gone");
        }
    }

    /** By how much it grew, if it went on growing in each quarter of the time since its load began to ask; else 0. */
    static long growthWithoutEnd(List<Long> all) {
        List<Long> sizes = whileItGrew(all);
        int last = sizes.size() - 1;
        if (last < 4) {
            return 0;
        }
        long growth = sizes.get(last) - sizes.getFirst();
        for (int quarter = 1; quarter <= 4; quarter++) {
            long inQuarter = sizes.get(last * quarter / 4) - sizes.get(last * (quarter - 1) / 4);
            if (inQuarter < growth / 10) {
                return 0;
            }
        }
        return growth;
    }

    /** On a busy machine a load takes as long to start as it asks then, and a while to end. */
    private static List<Long> whileItGrew(List<Long> sizes) {
        int first = 0;
        while (first + 1 < sizes.size() && sizes.get(first + 1) <= sizes.get(first)) {
            first++;
        }
        int end = sizes.size();
        int least = end - Math.min(ENDING_LOOKS_MAX, (end - first) / 5);
        while (end > least && sizes.get(end - 1) <= sizes.get(end - 2)) {
            end--;
        }
        return sizes.subList(first, end);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isDone = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
