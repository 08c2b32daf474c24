// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.engine.Engine;
import java.util.Set;

/** A failure that nobody has looked at yet. Does not hold on to its task: when that is collected, it is reported. */
final class Neglected implements Runnable {
    private final Engine engine;
    private final String task;
    private final Throwable failure;
    private final Set<Neglected> all;

    /** All are those of this loop; safe from every thread. */
    Neglected(Engine engine, String task, Throwable failure, Set<Neglected> all) {
        this.engine = engine;
        this.task = task;
        this.failure = failure;
        this.all = all;
        all.add(this);
    }

    /** Somebody has looked. */
    void forget() {
        all.remove(this);
    }

    /** The task is gone, or the loop will be: reports it, once. */
    @Override
    public void run() {
        if (all.remove(this)) {
            report(engine, "A task failed and nobody looked at it: " + task, failure);
        }
    }

    /** Reports it on the loop. Thread: any. */
    static void report(EventLoop loop, String message, Throwable failure) {
        Engine engine = (Engine) loop;
        engine.scheduler().dispatch(() -> engine.errors().report(ExceptionContext.of(message, failure)));
    }
}
