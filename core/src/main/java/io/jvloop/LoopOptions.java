// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * How a loop is made. What is said here wins over the system properties {@code jvloop.backend} and {@code jvloop.debug},
 * and these over the environment variables {@code JVLOOP_BACKEND} and {@code JVLOOP_DEBUG}, of which an empty one counts as
 * not set.
 *
 * @param backend null: by property, variable, or else {@link Backend#AUTO}
 * @param debug null: by property, variable, or else off
 * @param slowCallback how long a callback may take before debug mode calls it slow: more than zero
 * @param executor where {@link EventLoop#runInExecutor} runs work; null for a pool of the loop's own. One that is given
 *     here is not shut down with the loop
 * @param probe who watches
 * @param limits what may queue up
 */
public record LoopOptions(
        @Nullable Backend backend,
        @Nullable Boolean debug,
        Duration slowCallback,
        @Nullable ExecutorService executor,
        Probe probe,
        LoopLimits limits) {
    /** All by property and variable, slow from 100 ms on, no probe, no limits. */
    public static final LoopOptions DEFAULT =
            new LoopOptions(null, null, Duration.ofMillis(100), null, Probe.NONE, LoopLimits.NONE);

    /** Checks the duration. */
    public LoopOptions {
        Objects.requireNonNull(probe);
        Objects.requireNonNull(limits);
        if (slowCallback.isNegative() || slowCallback.isZero()) {
            throw new IllegalArgumentException("slowCallback " + slowCallback + ": expected more than zero");
        }
    }

    /** On this backend. */
    public LoopOptions withBackend(@Nullable Backend value) {
        return new LoopOptions(value, debug, slowCallback, executor, probe, limits);
    }

    /** In debug mode or not. */
    public LoopOptions withDebug(@Nullable Boolean value) {
        return new LoopOptions(backend, value, slowCallback, executor, probe, limits);
    }

    /** With callbacks called slow after this time. */
    public LoopOptions withSlowCallback(Duration value) {
        return new LoopOptions(backend, debug, value, executor, probe, limits);
    }

    /** With this executor for work off the loop. */
    public LoopOptions withExecutor(@Nullable ExecutorService value) {
        return new LoopOptions(backend, debug, slowCallback, value, probe, limits);
    }

    /** Watched by this probe. */
    public LoopOptions withProbe(Probe value) {
        return new LoopOptions(backend, debug, slowCallback, executor, value, limits);
    }

    /** With these limits. */
    public LoopOptions withLimits(LoopLimits value) {
        return new LoopOptions(backend, debug, slowCallback, executor, probe, value);
    }
}
