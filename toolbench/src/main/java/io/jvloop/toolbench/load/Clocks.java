// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvloop.cli.Failed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** CPU time of processes to the nanosecond, threads that are gone included: clock_gettime(2). */
final class Clocks {
    private static final MemorySegment TIME = Arena.global().allocate(16, 8);

    private Clocks() {}

    /** The clock of this process. */
    static int own() {
        return Libc.CLOCK_PROCESS_CPUTIME;
    }

    /** The clock of another process. */
    static int of(long pid) throws Failed {
        MemorySegment clock = Arena.global().allocate(JAVA_INT);
        int error = Libc.clock_getcpuclockid(pid, clock);
        if (error != 0) {
            throw new Failed("--server-pid " + pid + ": " + Libc.strerror(error));
        }
        return clock.get(JAVA_INT, 0);
    }

    static long nanos(int clock) throws Failed {
        if (Libc.clock_gettime(clock, TIME) < 0) {
            throw new Failed("the server has ended");
        }
        return TIME.get(JAVA_LONG, 0) * 1_000_000_000 + TIME.get(JAVA_LONG, 8);
    }
}
