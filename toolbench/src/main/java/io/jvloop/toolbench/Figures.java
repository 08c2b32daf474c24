// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

/**
 * What one run of a load measured. Times are those of the measured part alone.
 *
 * @param requests answered
 * @param wallNanos that it took
 * @param serverCpuNanos of all threads of the server's process, in user space and in the kernel
 * @param serverSystemNanos of these, in the kernel, to the tick of the kernel's accounts
 * @param clientCpuNanos of the load itself
 */
record Figures(
        long requests,
        long wallNanos,
        long serverCpuNanos,
        long serverSystemNanos,
        long clientCpuNanos,
        double p50Micros,
        double p75Micros,
        double p90Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros) {
    double requestsPerSecond() {
        return requests * 1e9 / wallNanos;
    }

    double cpuMicrosPerRequest() {
        return serverCpuNanos / 1e3 / requests;
    }

    double serverBusy() {
        return (double) serverCpuNanos / wallNanos;
    }

    double clientBusy() {
        return (double) clientCpuNanos / wallNanos;
    }

    double systemShare() {
        return serverCpuNanos == 0 ? 0 : (double) serverSystemNanos / serverCpuNanos;
    }
}
