// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import io.jvloop.loop.Carrier;
import io.jvloop.loop.Scheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    private static final VarHandle ATTACHED;

    static {
        try {
            ATTACHED = MethodHandles.lookup().findVarHandle(CarriedThreads.class, "attached", Object.class);
        } catch (ReflectiveOperationException bug) {
            throw new LinkageError(bug.getMessage(), bug);
        }
    }

    private static final @Nullable JavaLang OPENED = prepare();

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
    private final JavaLang javaLang;

    /** For the loop's thread alone: no two may name a thread by it at the same time. */
    private final Thread.Builder.OfVirtual builder;

    private @Nullable Outsider outsider;
    private Next next = Next.QUEUE;
    private @Nullable Runnable kept;

    private final Passes passes = new Passes();

    /** What the thread that runs has attached; whoever waits here finds it again. */
    private @Nullable Object attached;

    private CarriedThreads(Scheduler scheduler, JavaLang javaLang) {
        this.scheduler = scheduler;
        this.javaLang = javaLang;
        this.builder = javaLang.newBuilder(this);
    }

    private static @Nullable JavaLang prepare() {
        if (!Carrier.isKnown() || JavaLang.OPENED == null) {
            return null;
        }
        try {
            // else, if a task is the first to need them, the JDK's own poller threads run on that task's loop
            Class.forName("sun.nio.ch.Poller");
            return JavaLang.OPENED;
        } catch (ReflectiveOperationException otherJdk) {
            return null;
        }
    }

    static boolean isPossible() {
        return OPENED != null;
    }

    /** For this loop; null when the JVM was not opened for it. */
    static @Nullable CarriedThreads of(Scheduler scheduler) {
        return OPENED == null ? null : new CarriedThreads(scheduler, OPENED);
    }

    /** Is told of steps that come from other threads than the loop's. */
    @FunctionalInterface
    interface Outsider {
        /** On that other thread. */
        void handsIn(Runnable step);
    }

    void onOutsider(Outsider listener) {
        outsider = listener;
    }

    /** The next step of a virtual thread. Thread: any. */
    @Override
    public void execute(Runnable step) {
        if (!scheduler.ownership().isOwner()) {
            if (outsider != null) {
                outsider.handsIn(step);
            }
            scheduler.execute(step);
            return;
        }
        Next now = next;
        next = Next.QUEUE;
        switch (now) {
            case QUEUE -> scheduler.execute(step);
            case CATCH, HOLD -> kept = step;
            case BEHIND -> {
                scheduler.executeFirst(step);
                scheduler.executeFirst(takeKept());
            }
        }
    }

    private Runnable takeKept() {
        Runnable taken = kept;
        kept = null;
        return taken == null ? () -> {} : taken;
    }

    // ---- threads

    @Override
    public boolean areLent() {
        return false;
    }

    @Override
    public Thread newThread(String name, Runnable body) {
        Thread.Builder.OfVirtual mine = scheduler.ownership().isOwner() ? builder : javaLang.newBuilder(this);
        Thread thread = mine.name(name).unstarted(body);
        javaLang.inheritScopedValues(thread);
        return thread;
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

    @Override
    public void interrupt(Thread thread) {
        thread.interrupt();
    }

    private void runCaught() {
        next = Next.QUEUE;
        Runnable step = kept;
        if (step != null) { // else it was awake already
            kept = null;
            scheduler.runStep(step);
        }
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
    public boolean isRunning(Thread thread) {
        Thread carrier = javaLang.carrierOf(thread);
        return carrier != null && scheduler.ownership().isOwnedBy(carrier);
    }

    @Override
    public boolean isStepOf(Thread thread, Runnable step) {
        return javaLang.isStepOf(thread, step);
    }

    @Override
    public <T> T waiting(Callable<T> call) throws Exception {
        return call.call();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // not left to chance: the executor decides what runs next
    public void yieldNow() {
        Object mine = attached();
        passes.reset();
        Thread.yield();
        attach(mine);
    }

    @Override
    public boolean pass() {
        boolean enough = passes.isEnough();
        if (enough) {
            yieldNow();
        }
        return enough;
    }

    @Override
    public void attach(@Nullable Object what) {
        ATTACHED.setOpaque(this, what); // SAFETY: who runs has attached it itself; to others it is a hint
    }

    @Override
    public @Nullable Object attached() {
        return ATTACHED.getOpaque(this);
    }

    @Override
    public ThreadFactory factory() {
        return javaLang.newBuilder(this).name("jvloop-carried-", 1).factory();
    }

    @Override
    public Parking newParking() {
        return new CarriedParking();
    }

    /** The JDK keeps a wake-up that comes first. */
    private final class CarriedParking implements Parking {
        private final Thread waiter = Thread.currentThread();

        @Override
        public void park() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Object mine = attached();
            passes.reset();
            LockSupport.park();
            attach(mine);
        }

        @Override
        public void wake() {
            CarriedThreads.this.wake(waiter);
        }
    }
}
