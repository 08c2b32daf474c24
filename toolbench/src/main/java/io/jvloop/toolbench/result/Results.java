// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.List;

/**
 * A result file: all that was measured, raw.
 *
 * @param format {@value #FORMAT}; changes when a reader of an older file would be misled
 * @param command that measured it
 * @param started in ISO 8601, UTC
 * @param finished when all was measured; empty in a run that was ended early
 * @param rounds asked for
 * @param warmupSeconds of a JVM before its first case, without counting; what each had is in its samples, as
 *     {@link Figure#WARMUP_SECONDS}
 * @param seconds of each measured time
 * @param cases in the order that they are shown
 * @param peers in the order that they are listed
 * @param samples in the order that they were taken
 */
public record Results(
        int format,
        String command,
        String started,
        String finished,
        Machine machine,
        int rounds,
        double warmupSeconds,
        double seconds,
        List<Case> cases,
        List<PeerEntry> peers,
        List<Sample> samples) {
    public static final int FORMAT = 1;

    /** Nothing is left open. */
    public boolean isWhole() {
        return !finished.isEmpty();
    }

    /** The most that any case has, which are fewer than {@link #rounds} in a run that was ended early. */
    public int roundsBegun() {
        return samples.stream().mapToInt(sample -> sample.round() + 1).max().orElse(0);
    }
}
