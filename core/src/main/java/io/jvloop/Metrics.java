// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * Figures about a loop since it was opened. Read while the loop runs they are as of about now, and not all of the same
 * moment.
 *
 * @param turns turns of the loop
 * @param callbacks callbacks run, timers included, protocols not
 * @param readyQueued callbacks waiting for their turn
 * @param timersPending timers that are not due yet
 * @param inboxHighest the longest queue of callbacks from other threads that the loop has found
 * @param bytesReceived bytes handed to protocols
 * @param bytesSent bytes taken by the kernel
 * @param connectionsAccepted connections that came in through servers
 * @param connectionsMade connections made by {@code createConnection} and its siblings
 * @param connectionsLost connections that ended, for whatever reason
 * @param transportsOpen connections open
 * @param failures reports to the exception handler
 * @param timedNanos for how long the times below have been measured, in nanoseconds: 0 at the first call
 * @param waitNanos of that time, spent waiting for the kernel
 * @param longestTurnNanos the longest time from an answer of the kernel to the end of that turn: how long a new event
 *     may have had to wait (the lag), in nanoseconds
 */
public record Metrics(
        long turns,
        long callbacks,
        int readyQueued,
        int timersPending,
        int inboxHighest,
        long bytesReceived,
        long bytesSent,
        long connectionsAccepted,
        long connectionsMade,
        long connectionsLost,
        int transportsOpen,
        long failures,
        long timedNanos,
        long waitNanos,
        long longestTurnNanos) {
    /** The share of time not spent waiting for the kernel, 0 to 1; 0 while nothing was timed. */
    public double utilisation() {
        return timedNanos <= 0 ? 0 : Math.clamp((double) (timedNanos - waitNanos) / timedNanos, 0, 1);
    }
}
