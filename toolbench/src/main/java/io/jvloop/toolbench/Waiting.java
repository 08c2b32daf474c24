// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.peer.ServerProcess;

/** What a server does since its turn was over: nothing, as it should be, or something that takes the core from others. */
record Waiting(long pid, long since, long cpuNanos) {
    /** The compilers of a JVM may not be done yet when its turn is, but take less of a whole turn of another one. */
    static final double BUSY_MAX = 0.4;

    /** Before that, ticks of the kernel's accounts say little. */
    private static final long NANOS_MIN = 500_000_000;

    static Waiting begin(ServerProcess server) {
        return new Waiting(server.pid(), System.nanoTime(), ProcessStatus.cpuNanos(server.pid()));
    }

    /** Of one core; 0 as long as that is not known. */
    double busyShare() {
        long nanos = System.nanoTime() - since;
        return nanos < NANOS_MIN ? 0 : (double) (ProcessStatus.cpuNanos(pid) - cpuNanos) / nanos;
    }
}
