// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import java.util.ArrayDeque;

/**
 * Requests should leave at a fixed rate, whatever the answers do. One that is due while no connection is free waits for it, and its
 * latency counts from when it was due: what a stall of the server makes others wait is not left out (coordinated omission).
 */
final class OpenLoop implements Pace {
    private final ArrayDeque<Connection> free;
    private final double nanosEach;
    private final long start;
    private long count;
    private long end = Long.MAX_VALUE;

    /** Of so many writes per second, each of a request or several, over so many connections, from now on. */
    OpenLoop(double writesPerSecond, int connections, long now) {
        this.free = new ArrayDeque<>(connections);
        this.nanosEach = 1e9 / writesPerSecond;
        this.start = now;
    }

    @Override
    public void freed(Connection connection, long now) throws Failed {
        free.add(connection);
        begin(now);
    }

    @Override
    public void begin(long now) throws Failed {
        for (long due = due(); due <= now && due < end && !free.isEmpty(); due = due()) {
            count++;
            free.remove().begin(due);
        }
    }

    private long due() {
        return start + (long) (count * nanosEach);
    }

    @Override
    public long nanosUntilDue(long now) {
        return free.isEmpty() || isOver() ? Long.MAX_VALUE : due() - now;
    }

    @Override
    public void endAt(long time) {
        end = time;
    }

    @Override
    public boolean isOver() {
        return due() >= end;
    }
}
