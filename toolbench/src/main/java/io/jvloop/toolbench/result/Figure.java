// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.Arrays;
import java.util.Optional;

/** What is measured, each by its name in a result file, which has the unit in it. A sample has those that its case can have. */
public enum Figure {
    REQUESTS("requests", "requests", true),
    WALL_SECONDS("wallSeconds", "s measured", true),
    REQUESTS_PER_SECOND("requestsPerSecond", "requests/s", true),
    MEBIBYTES_PER_SECOND("mebibytesPerSecond", "MiB/s", true),
    CPU("cpuMicrosPerRequest", "CPU us/request", false),
    CPU_USER("userMicrosPerRequest", "CPU us/request in user space", false),
    CPU_SYSTEM("systemMicrosPerRequest", "CPU us/request in the kernel", false),
    SERVER_BUSY("serverBusy", "share of a core that the server took", true),
    CLIENT_BUSY("clientBusy", "share of a core that the load took", true),
    CLIENT_CPU("clientCpuMicrosPerRequest", "CPU us/request of the load", false),
    LATENCY_MIN("latencyMinMicros", "least latency, us", false),
    LATENCY_MEAN("latencyMeanMicros", "mean latency, us", false),
    LATENCY_P25("latencyP25Micros", "p25, us", false),
    LATENCY_P50("latencyP50Micros", "p50, us", false),
    LATENCY_P75("latencyP75Micros", "p75, us", false),
    LATENCY_P90("latencyP90Micros", "p90, us", false),
    LATENCY_P99("latencyP99Micros", "p99, us", false),
    LATENCY_P999("latencyP999Micros", "p99.9, us", false),
    LATENCY_P9999("latencyP9999Micros", "p99.99, us", false),
    LATENCY_MAX("latencyMaxMicros", "most latency, us", false),
    RESIDENT("residentBytes", "resident bytes", false),
    SWITCHES_VOLUNTARY("voluntarySwitchesPerRequest", "voluntary context switches/request", false),
    SWITCHES_INVOLUNTARY("involuntarySwitchesPerRequest", "involuntary context switches/request", false),
    COMPILERS("compilerShare", "share of its CPU time that a JVM's compilers took", false),
    HEAP_PER_REQUEST("heapBytesPerRequest", "heap bytes/request", false),
    GC_MILLIS("gcMillis", "ms of collections", false),
    NANOS_PER_CALL("nanosPerCall", "ns/call", false),
    CPU_NANOS_PER_CALL("cpuNanosPerCall", "CPU ns/call of all threads", false),
    START_MILLIS("startMillis", "ms until the first byte", false),
    BYTES_PER_CONNECTION("bytesPerConnection", "resident bytes/connection", false),
    WARMUP_SECONDS("warmupSeconds", "s of warm-up", false),
    STEAL("stealShare", "share of all cores that other machines took", false);

    private final String key;
    private final String title;
    private final boolean moreIsBetter;

    Figure(String key, String title, boolean moreIsBetter) {
        this.key = key;
        this.title = title;
        this.moreIsBetter = moreIsBetter;
    }

    /** Its name in a result file. */
    public String key() {
        return key;
    }

    /** What people read, unit included. */
    public String title() {
        return title;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** The one with this name in a result file, if this version knows it. */
    public static Optional<Figure> of(String key) {
        return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
    }
}
