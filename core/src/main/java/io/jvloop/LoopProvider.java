// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes the loops behind {@link EventLoop#open}. Not for applications: it keeps the public types apart from what
 * implements them.
 */
public interface LoopProvider {
    /** The one that this module brings. */
    static LoopProvider provider() {
        return Holder.PROVIDER;
    }

    /** A new loop. */
    EventLoop open(LoopOptions options);

    /** The loop that is running on this thread. */
    @Nullable
    EventLoop current();

    /**
     * Whether the caller is the very thread that runs, or ran, this loop, and not a task on it: there waiting for the loop
     * never ends.
     */
    boolean isThreadOf(EventLoop loop);

    /**
     * A place where the calling task of this loop may wait, if the loop has lent itself to it, so that it must not wait as other threads
     * do; else null.
     */
    @Nullable
    Waiter waiterIfLent(@Nullable EventLoop loop);

    /**
     * Calls something of the JDK's that may wait for a loop, from any thread but that loop's bare one: a task, of whichever loop, is
     * parked meanwhile, and its own goes on.
     */
    <T> T waiting(Callable<T> call) throws Exception;

    /** A place where one task waits to be woken. A wake-up that comes first is kept. */
    interface Waiter {
        /** Waits to be woken, or returns for no reason. Thread: a task's. */
        void park() throws InterruptedException;

        /** Wakes who waits. Thread: any. */
        void wake();
    }

    /**
     * Runs this on the loop, in a turn of its own; when the loop is closed, or is closed before that, at once or then.
     * Thread: any.
     */
    void dispatch(EventLoop loop, Runnable work);

    /** What this system has. */
    List<BackendStatus> backends();

    /** Loaded when it is first needed: by name, so that the vocabulary does not depend on what speaks it. */
    final class Holder {
        private static final LoopProvider PROVIDER = load("io.jvloop.engine.EngineProvider");

        private Holder() {}

        private static LoopProvider load(String name) {
            try {
                return Class.forName(name)
                        .asSubclass(LoopProvider.class)
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException missing) {
                throw new IllegalStateException("jvloop's jar is incomplete: there is no " + name, missing);
            }
        }
    }
}
