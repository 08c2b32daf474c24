// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * A callback that waits as a stage does, and can be taken back without cancelling anything. It is not told the outcome: who
 * has only waited has not seen a failure.
 *
 * @param <T> the result's type
 */
final class DoneCallback<T> implements Handle {
    private final LoopStages<T> stages;
    private final LoopStages.Gate<T> gate;
    private final Callback callback;
    private volatile boolean cancelled;
    private volatile boolean ran;

    DoneCallback(LoopStages<T> stages, Callback callback) {
        this.stages = stages;
        this.gate = stages.attachWithoutLooking();
        this.callback = callback;
        var _ = gate.whenComplete((_, _) -> run());
    }

    private void run() {
        if (cancelled) {
            return;
        }
        ran = true;
        try {
            callback.run();
        } catch (Throwable failure) {
            stages.loop.callExceptionHandler(ExceptionContext.of("Exception in callback " + name(), failure));
        }
    }

    /** A toString() that throws must not hide the failure. */
    private String name() {
        try {
            return callback.toString();
        } catch (Throwable broken) {
            return callback.getClass().getName() + " (its toString() threw "
                    + broken.getClass().getName() + ")";
        }
    }

    @Override
    public void cancel() {
        if (!ran) {
            cancelled = true;
        }
        stages.detach(gate);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
