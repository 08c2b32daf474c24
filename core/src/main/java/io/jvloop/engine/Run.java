// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.EventLoop;
import io.jvloop.Handle;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.io.Io;
import io.jvloop.loop.Carrier;
import io.jvloop.loop.Errors;
import io.jvloop.loop.Ownership;
import io.jvloop.loop.Turn;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs turns of a loop until it is told to stop. Thread: the loop's. */
final class Run {
    private static final long MOMENT_NANOS = 1_000_000;

    /** The loop of a platform thread that runs one, and of a virtual thread that one is lent to. */
    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

    /**
     * The loops that run, by their threads. A virtual thread that a loop carries finds its loop here by its carrier: a thread-local
     * would cost each of them a table.
     */
    private static final Map<Thread, EventLoop> RUNNING = new ConcurrentHashMap<>();

    private final EventLoop loop;
    private final Io io;
    private final Turn turn;
    private final Errors errors;
    private final Ownership ownership;
    private volatile boolean running;
    private boolean stopping;
    private boolean turning;

    Run(EventLoop loop, Io io, Turn turn, Errors errors, Ownership ownership) {
        this.loop = loop;
        this.io = io;
        this.turn = turn;
        this.errors = errors;
        this.ownership = ownership;
    }

    /** The loop that runs the calling thread, which may be virtual. */
    static @Nullable EventLoop current() {
        EventLoop known = Thread.currentThread().isVirtual() ? RUNNING.get(Carrier.current()) : CURRENT.get();
        if (known == null) {
            known = CURRENT.get();
        }
        return known != null && known.inLoop() ? known : null;
    }

    static void enter(EventLoop loop) {
        CURRENT.set(loop);
    }

    boolean isRunning() {
        return running;
    }

    /** Whether the loop is in a turn that does not belong to a run: see {@link #turn}. */
    boolean isTurning() {
        return turning;
    }

    void stop() {
        stopping = true;
    }

    void forever() {
        begin();
        go();
    }

    /** Checks that the loop may run on this thread, and binds it to that; a run that is refused leaves the loop as it was. */
    private void begin() {
        if (running) {
            throw new IllegalStateException("this event loop is running already");
        }
        if (CURRENT.get() != null) {
            throw new IllegalStateException("cannot run the event loop while another loop is running on this thread");
        }
        if (ownership.bind()) {
            io.attach();
        }
    }

    private void go() {
        running = true;
        try {
            enterRun();
            do {
                turn.run(stopping ? 0 : Turn.FOR_EVER);
            } while (!stopping && !errors.isFatal());
        } finally {
            leaveRun();
            stopping = false;
            running = false;
        }
        throwIfFatal(errors.takeFatal());
    }

    private void enterRun() {
        CURRENT.set(loop);
        RUNNING.put(Thread.currentThread(), loop);
    }

    private void leaveRun() {
        turn.leave();
        RUNNING.remove(Thread.currentThread());
        CURRENT.remove();
    }

    /** One turn that waits for a moment at most, for a loop that is not running. */
    void turn() {
        if (ownership.bind()) {
            io.attach();
        }
        EventLoop outer = CURRENT.get();
        turning = true;
        enterRun();
        try {
            turn.run(MOMENT_NANOS);
        } finally {
            leaveRun();
            turning = false;
            if (outer != null) { // this loop is being closed by a callback of that one
                CURRENT.set(outer);
                RUNNING.put(Thread.currentThread(), outer);
            }
        }
    }

    private static void throwIfFatal(@Nullable Throwable fatal) {
        if (fatal instanceof Error error) {
            throw error;
        }
    }

    <T> @Nullable T untilComplete(CompletionStage<T> stage) throws Exception {
        if (stage instanceof LoopFuture<?> ours && ours.loop() != loop) {
            throw new IllegalArgumentException("the future belongs to another event loop");
        }
        begin(); // before anything is attached: a run that is refused leaves nothing on the stage
        LoopFuture<T> future = stage instanceof LoopFuture<T> ours ? ours : mirrored(stage);
        Handle told = future.addDoneCallback(this::stop);
        try {
            go();
        } finally {
            told.cancel(); // so that a run which something else has ended leaves no callback on the future
        }
        if (!future.isDone()) {
            throw new IllegalStateException("the event loop was stopped before the future was complete");
        }
        return outcome(future);
    }

    /** A future of this loop that gets the outcome of any other stage, on whichever thread that completes. */
    private <T> LoopFuture<T> mirrored(CompletionStage<T> stage) {
        LoopPromise<T> mirror = loop.createFuture();
        var _ = stage.whenComplete((value, failure) -> {
            if (failure == null) {
                mirror.complete(value);
            } else {
                mirror.completeExceptionally(failure);
            }
        });
        return mirror;
    }

    private static <T> @Nullable T outcome(LoopFuture<T> future) throws Exception {
        if (future.state() != Future.State.FAILED) {
            return future.join(); // which throws when it was cancelled
        }
        Throwable failure = future.exceptionNow();
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof Exception exception ? exception : new Exception(failure);
    }
}
