// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

/**
 * What to do.
 *
 * @param connections at a time
 * @param size of a message, of each line with its newline, or of a body, in bytes
 * @param lines in a message; 0 where it has no lines
 * @param pipeline requests that are sent without waiting for answers in between; 1 but for HTTP
 * @param warmupSeconds before anything is counted
 * @param seconds that are measured; of idle connections, within which all must be open
 * @param serverPid whose CPU time is read; 0: nobody's
 * @param rate requests/s that begin, whatever the answers do; 0: each when the one before is answered
 * @param patienceSeconds without a byte until a server counts as silent
 */
record Job(
        Mode mode,
        Target to,
        int connections,
        int size,
        int lines,
        int pipeline,
        double warmupSeconds,
        double seconds,
        long serverPid,
        double rate,
        double patienceSeconds) {
    /** Requests that share a write are due at once. */
    double writesPerSecond() {
        return rate / pipeline;
    }

    /** Bytes that are sent for each request, or come back as its body. */
    long bytesEach() {
        return (long) size * Math.max(1, lines);
    }
}
