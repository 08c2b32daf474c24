// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import io.jvloop.loop.Carrier;
import io.jvloop.loop.Scheduler;
import java.lang.reflect.Constructor;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads whose carrier is the loop's own thread. The JDK hands every step of such a thread to an executor; this
 * one puts it into the loop's ready queue, or, when the loop itself wakes a thread, lets it run on the spot.
 */
public final class CarriedThreads implements TaskThreads, Executor {
    private static final @Nullable Constructor<?> BUILDER = findBuilder();

    /** What happens with the next step that comes from the loop's thread. */
    private enum Next {
        /** It waits for its turn. */
        QUEUE,
        /** The loop's bare thread runs it as soon as it has it. */
        CATCH,
        /** It is the first step of a task that another task wants to see started. */
        HOLD,
        /** It is the rest of that other task: runs right behind the one that is held. */
        BEHIND
    }

    private final Scheduler scheduler;
    private final Thread.Builder.OfVirtual builder;
    private Next next = Next.QUEUE;
    private @Nullable Runnable kept;

    private CarriedThreads(Scheduler scheduler, Constructor<?> constructor) throws ReflectiveOperationException {
        this.scheduler = scheduler;
        this.builder = (Thread.Builder.OfVirtual) constructor.newInstance(this);
    }

    /** The JDK has a builder with an executor, for its own tests: there is no public one as of 25. */
    private static @Nullable Constructor<?> findBuilder() {
        if (!Carrier.isKnown()) {
            return null;
        }
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            // else, if a task is the first to need them, the JDK's own poller threads run on that task's loop
            Class.forName("sun.nio.ch.Poller");
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return null;
        }
    }

    static boolean isPossible() {
        return BUILDER != null;
    }

    /** For this loop; null when the JVM was not opened for it. */
    static @Nullable CarriedThreads of(Scheduler scheduler) {
        Constructor<?> constructor = BUILDER;
        if (constructor == null) {
            return null;
        }
        try {
            return new CarriedThreads(scheduler, constructor);
        } catch (ReflectiveOperationException otherJdk) {
            return null;
        }
    }

    /** The next step of a virtual thread. Thread: any. */
    @Override
    public void execute(Runnable step) {
        if (next == Next.QUEUE || !scheduler.ownership().isOwner()) {
            scheduler.execute(step);
            return;
        }
        boolean behind = next == Next.BEHIND;
        next = Next.QUEUE;
        if (behind) {
            scheduler.executeFirst(step);
            scheduler.executeFirst(takeKept());
        } else {
            kept = step;
        }
    }

    private Runnable takeKept() {
        Runnable taken = kept;
        kept = null;
        return taken == null ? () -> {} : taken;
    }

    @Override
    public boolean areLent() {
        return false;
    }

    @Override
    public Thread newThread(String name, Runnable body) {
        return builder.name(name).unstarted(body);
    }

    @Override
    public void start(Thread thread) {
        thread.start();
    }

    @Override
    public void startNow(Thread thread) {
        if (scheduler.ownership().isBareOwner()) {
            next = Next.CATCH;
            thread.start();
            runCaught();
            return;
        }
        // a task cannot run another one inside itself: it steps back for it
        next = Next.HOLD;
        thread.start();
        next = Next.BEHIND;
        yieldNow();
        if (next == Next.BEHIND) { // pinned: it cannot step back
            next = Next.QUEUE;
            scheduler.executeFirst(takeKept());
        }
    }

    private void runCaught() {
        next = Next.QUEUE;
        takeKept().run();
    }

    private void wake(Thread thread) {
        if (next == Next.QUEUE && scheduler.ownership().isBareOwner()) {
            next = Next.CATCH;
            LockSupport.unpark(thread);
            runCaught();
        } else {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public Parking newParking() {
        return new CarriedParking();
    }

    @Override
    public <T> T waiting(Callable<T> call) throws Exception {
        return call.call();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // not left to chance: the executor decides what runs next
    public void yieldNow() {
        Thread.yield();
    }

    @Override
    public ThreadFactory factory() {
        return builder.name("jvloop-carried-", 1).factory();
    }

    private final class CarriedParking implements Parking {
        private volatile boolean woken;
        private volatile @Nullable Thread waiter;

        @Override
        public void park() throws InterruptedException {
            waiter = Thread.currentThread();
            try {
                while (!woken) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    LockSupport.park(this);
                }
                woken = false;
            } finally {
                waiter = null;
            }
        }

        @Override
        public void wake() {
            woken = true;
            Thread waiting = waiter;
            if (waiting != null) {
                CarriedThreads.this.wake(waiting);
            }
        }
    }
}
