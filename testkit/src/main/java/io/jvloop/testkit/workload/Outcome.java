// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param seed what decided it
 * @param faults what went wrong in it, and how often
 * @param events how many things were done
 * @param hash everything that was done, as a number: the same seed gives the same one
 * @param failure what did not hold; null when everything did
 * @param trace everything that was done, one thing a line, if that was asked for
 */
public record Outcome(
        long seed,
        String faults,
        long events,
        long hash,
        @Nullable Throwable failure,
        List<String> trace) {
    /** Whether everything held. */
    public boolean isGood() {
        return failure == null;
    }
}
