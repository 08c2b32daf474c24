// SPDX-License-Identifier: Apache-2.0

import java.time.Duration;
import java.util.Locale;

/** The time that counts, after one that does not. Asked at the end of a batch, so that the clock costs nothing per call. */
final class Window {
    private final long warmupNanos;
    private final long nanos;
    private final long created = System.nanoTime();
    private boolean isMeasuring;
    private long beganNanos;
    private long beganCpuNanos;
    private long beganCalls;

    Window(double warmupSeconds, double seconds) {
        warmupNanos = (long) (warmupSeconds * 1e9);
        nanos = (long) (seconds * 1e9);
    }

    /**
     * Whether enough was measured; says the result once it was.
     *
     * @param calls since the program began
     */
    boolean isOver(long calls) {
        long now = System.nanoTime();
        if (isMeasuring && now - beganNanos >= nanos) {
            say(now - beganNanos, cpuNanos() - beganCpuNanos, calls - beganCalls);
            return true;
        }
        if (!isMeasuring && now - created >= warmupNanos) {
            isMeasuring = true;
            beganCpuNanos = cpuNanos();
            beganCalls = calls;
            beganNanos = System.nanoTime();
        }
        return false;
    }

    private static void say(long wallNanos, long cpuNanos, long calls) {
        System.out.printf(
                Locale.ROOT,
                "{\"nanosPerCall\": %.3f, \"cpuNanosPerCall\": %.3f, \"calls\": %d}%n",
                (double) wallNanos / calls,
                (double) cpuNanos / calls,
                calls);
    }

    /** Of all threads, those of compiler and collector too; to the hundredth of a second. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
