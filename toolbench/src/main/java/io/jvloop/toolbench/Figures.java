// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.result.Figure;
import java.util.LinkedHashMap;
import java.util.Map;

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
    /** As in a result file. */
    Map<String, Double> byKey(long bytesPerRequest) {
        Map<String, Double> all = new LinkedHashMap<>();
        put(all, Figure.REQUESTS, (double) requests);
        put(all, Figure.WALL_SECONDS, wallNanos / 1e9);
        put(all, Figure.REQUESTS_PER_SECOND, requests * 1e9 / wallNanos);
        put(all, Figure.MEBIBYTES_PER_SECOND, requests * 1e9 / wallNanos * bytesPerRequest / (1 << 20));
        put(all, Figure.CPU, serverCpuNanos / 1e3 / requests);
        put(all, Figure.CPU_USER, Math.max(0, serverCpuNanos - serverSystemNanos) / 1e3 / requests);
        put(all, Figure.CPU_SYSTEM, serverSystemNanos / 1e3 / requests);
        put(all, Figure.SERVER_BUSY, (double) serverCpuNanos / wallNanos);
        put(all, Figure.CLIENT_BUSY, (double) clientCpuNanos / wallNanos);
        put(all, Figure.CLIENT_CPU, clientCpuNanos / 1e3 / requests);
        put(all, Figure.LATENCY_P50, p50Micros);
        put(all, Figure.LATENCY_P75, p75Micros);
        put(all, Figure.LATENCY_P90, p90Micros);
        put(all, Figure.LATENCY_P99, p99Micros);
        put(all, Figure.LATENCY_P999, p999Micros);
        put(all, Figure.LATENCY_MAX, maxMicros);
        return all;
    }

    private static void put(Map<String, Double> all, Figure figure, double value) {
        all.put(figure.key(), value);
    }
}
