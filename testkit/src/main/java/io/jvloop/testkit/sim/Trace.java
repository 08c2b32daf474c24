// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a fake kernel does, as a number: two runs that differ anywhere have, in all likelihood, different ones. */
public final class Trace {
    private final SimClock clock;
    private long hash = 0xcbf29ce484222325L;
    private long length;
    private @Nullable List<String> lines;

    Trace(SimClock clock) {
        this.clock = clock;
    }

    /** Keeps what is done from now on as text too. */
    public void keepLines() {
        lines = new ArrayList<>();
    }

    /** Something is done. */
    public void add(String what, long where, long howMuch) {
        long now = clock.nanoTime();
        mix(now);
        mix(what.hashCode());
        mix(where);
        mix(howMuch);
        length++;
        if (lines != null) {
            lines.add(now + " " + what + " " + where + " " + howMuch);
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    /** The number. */
    public long hash() {
        return hash;
    }

    /** How many things were done. */
    public long length() {
        return length;
    }

    /** What was done, one thing a line, if it was kept. */
    public List<String> lines() {
        return lines == null ? List.of() : List.copyOf(lines);
    }
}
