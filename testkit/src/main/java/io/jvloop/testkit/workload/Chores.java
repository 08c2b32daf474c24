// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.EventLoop;
import io.jvloop.Handle;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.testkit.sim.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Timers, callbacks, futures and work off the loop: each happens once, in its order, never early, or not at all. */
final class Chores {
    private static final int DELAY_NANOS_MAX = 20_000_000;

    private final EventLoop loop;
    private final Day day;
    private final Order soon = new Order("callSoon");
    private final Order threadsafe = new Order("callSoonThreadsafe");
    private final List<Once> cancellable = new ArrayList<>();
    private long lastWhen;
    private long lastNumber;
    private long timers;
    private int outstanding;

    /** The numbers of one queue. */
    private static final class Order {
        private final String name;
        private int given;
        private int last = -1;

        Order(String name) {
            this.name = name;
        }
    }

    /** Something that happens once, if it is not cancelled before. */
    private final class Once {
        private @Nullable Handle handle;
        private boolean cancelled;
        private boolean done;

        void run(String what) {
            require(!cancelled, what + " ran after it was cancelled");
            require(!done, what + " ran twice");
            done = true;
            outstanding--;
            require(handle != null && !handle.isCancelled(), what + " says that it was cancelled");
        }

        void cancel() {
            if (handle != null && !done && !cancelled) {
                cancelled = true;
                outstanding--;
                handle.cancel();
                require(handle.isCancelled(), "cancelled, but not so");
            }
        }
    }

    Chores(EventLoop loop, Day day) {
        this.loop = loop;
        this.day = day;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw day.broken(new Broken(what));
        }
    }

    /** One, as the dice have it. */
    void any(Dice dice) {
        switch (dice.below(7)) {
            case 0, 1 -> timer(dice.below(4) == 0 ? 0 : dice.below(DELAY_NANOS_MAX));
            case 2 -> soon(soon, false);
            case 3 -> soon(threadsafe, true);
            case 4 -> cancelOne(dice);
            case 5 -> work(dice);
            default -> future(dice);
        }
    }

    private void timer(int delayNanos) {
        Once once = new Once();
        long number = ++timers;
        long[] when = new long[1];
        outstanding++;
        once.handle = loop.callLater(Duration.ofNanos(delayNanos), () -> {
            once.run("a timer");
            require(loop.time() >= when[0], "a timer ran early");
            require(
                    when[0] > lastWhen || (when[0] == lastWhen && number > lastNumber),
                    "a timer ran before one that was due earlier");
            lastWhen = when[0];
            lastNumber = number;
        });
        when[0] = ((io.jvloop.TimerHandle) once.handle).when();
        cancellable.add(once);
    }

    private void soon(Order order, boolean fromElsewhere) {
        Once once = new Once();
        int number = order.given++;
        outstanding++;
        io.jvloop.Callback callback = () -> {
            once.run(order.name);
            require(number > order.last, order.name + ": " + number + " ran after " + order.last);
            order.last = number;
        };
        once.handle = fromElsewhere ? loop.callSoonThreadsafe(callback) : loop.callSoon(callback);
        cancellable.add(once);
    }

    private void cancelOne(Dice dice) {
        if (!cancellable.isEmpty()) {
            cancellable.remove(dice.below(cancellable.size())).cancel();
        }
    }

    private void work(Dice dice) {
        long answer = dice.next();
        boolean[] cancelled = new boolean[1];
        outstanding++;
        LoopFuture<Long> working = loop.runInExecutor(() -> answer);
        var _ = working.handle((value, failure) -> {
            outstanding--;
            boolean right = cancelled[0] ? failure instanceof CancellationException : value != null && value == answer;
            require(right, "work ended with " + value + ", " + failure);
            return null;
        });
        if (dice.chance(0.3)) {
            timerFor(dice, () -> cancelled[0] = working.cancel(true));
        }
    }

    private void future(Dice dice) {
        LoopPromise<String> promise = loop.createFuture();
        int[] outcomes = new int[1];
        outstanding++;
        var _ = promise.future()
                .orTimeout(1 + dice.below(DELAY_NANOS_MAX), TimeUnit.NANOSECONDS)
                .handle((value, failure) -> {
                    outstanding--;
                    require(++outcomes[0] == 1, "a future had two outcomes");
                    boolean right = failure == null ? "done".equals(value) : failure instanceof TimeoutException;
                    require(right, "a future ended with " + value + ", " + failure);
                    return null;
                });
        timerFor(dice, () -> promise.complete("done"));
    }

    private void timerFor(Dice dice, Runnable action) {
        outstanding++;
        var _ = loop.callLater(Duration.ofNanos(dice.below(DELAY_NANOS_MAX)), () -> {
            outstanding--;
            action.run();
        });
    }

    boolean areDone() {
        return outstanding == 0;
    }
}
