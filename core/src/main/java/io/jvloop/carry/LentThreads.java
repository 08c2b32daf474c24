// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import io.jvloop.loop.Scheduler;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary virtual threads, on the JDK's own scheduler, each of which runs only while the loop is lent to it and waits for
 * it: slower by two hand-overs for every wait, and otherwise the same to look at.
 *
 * <p>A thread gives the loop back before it waits, and is lent it again after. One that waits in a way of the JDK's without
 * giving it back would stop everything: the loop notices, takes itself back, and that task gets an error.
 */
public final class LentThreads implements TaskThreads {
    /** What the JVM needs to be started with for the better way. */
    public static final String FLAG =
            "--add-opens java.base/java.lang=io.jvloop (on the class path: --add-opens java.base/java.lang=ALL-UNNAMED)";

    /** How often the loop looks what became of itself. */
    private static final long LOOK_NANOS = 5_000_000;

    /** So many more looks that find it waiting than running, and a task is holding up the loop. */
    private static final int LOOKS_MAX = 8;

    private final Scheduler scheduler;
    private volatile HeldUp heldUp = (_, _) -> {};

    /** Threads that the loop was taken from, and what they are told. */
    private final Map<Thread, IllegalStateException> revoked = new ConcurrentHashMap<>();

    /** Who waits to be woken. */
    private final Map<Thread, Borrower> parked = new ConcurrentHashMap<>();

    private volatile @Nullable Loan loan;

    private final Passes passes = new Passes();

    /** For this loop. */
    LentThreads(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    // ---- lending

    /** The loop in somebody's hands. */
    private static final class Loan {
        private final Thread borrower;
        private final Thread lender = Thread.currentThread();
        private volatile boolean returned;

        Loan(Thread borrower) {
            this.borrower = borrower;
        }
    }

    /** Wakes a thread and waits until it gives the loop back. Thread: the loop's own. */
    private void lend(Thread thread, Runnable wake) {
        Loan given = new Loan(thread);
        loan = given;
        scheduler.ownership().lend(thread);
        wake.run();
        boolean interrupted = false;
        int waits = 0;
        while (!given.returned && waits < LOOKS_MAX) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            interrupted |= Thread.interrupted();
            waits = isWaiting(thread) ? waits + 1 : Math.max(0, waits - 1); // many short waits are a long one
        }
        loan = null;
        scheduler.ownership().lend(null);
        if (!given.returned) {
            revoke(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            default -> false;
        };
    }

    private void revoke(Thread thread) {
        IllegalStateException failure = new IllegalStateException(
                "the task waited in a call of the JDK's and held up the whole loop: wrap the call in"
                        + " Tasks.blocking(() -> ...), or start the JVM with " + FLAG);
        failure.setStackTrace(thread.getStackTrace());
        revoked.put(thread, failure);
        heldUp.heldUp(thread, failure);
        thread.interrupt();
    }

    /** Thread: a task's. */
    private void giveBack() {
        Loan mine = mine();
        if (mine != null) {
            scheduler.ownership().lend(null); // from here on, and not only once the lender has woken up
            mine.returned = true;
            LockSupport.unpark(mine.lender);
        }
    }

    private void throwIfRevoked() {
        IllegalStateException failure = revoked.remove(Thread.currentThread());
        if (failure != null) {
            throw failure;
        }
    }

    /** One thread that waits to be lent the loop. */
    private final class Borrower {
        private final Thread thread = Thread.currentThread();

        /** Whether it has been asked for, so that nobody lends twice. Of the loop. */
        private boolean served;

        private volatile boolean asked;
        private volatile boolean lent;
        private boolean interrupted;

        /** In a turn of its own. Thread: any. */
        void ask() {
            asked = true;
            scheduler.dispatch(this::serve);
        }

        /** Thread: the loop's own. */
        void serve() {
            if (served) {
                return;
            }
            served = true;
            if (scheduler.isClosed()) { // there is nothing left to lend, and the thread shall come to its end
                wake();
            } else {
                lend(thread, this::wake);
            }
        }

        private void wake() {
            lent = true;
            LockSupport.unpark(thread);
        }

        /** Until it is lent; an interrupt has it asked for. */
        void awaitInterruptibly() {
            while (!lent) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (!asked) {
                        ask();
                    }
                }
            }
        }

        void await() {
            while (!lent) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    // ---- threads

    @Override
    public boolean areLent() {
        return true;
    }

    @Override
    public void onHeldUp(HeldUp listener) {
        heldUp = listener;
    }

    @Override
    public Thread newThread(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                body.run();
            } finally {
                revoked.remove(Thread.currentThread());
                giveBack();
            }
        });
        if (JavaLang.OPENED != null) {
            JavaLang.OPENED.inheritScopedValues(thread);
        }
        return thread;
    }

    @Override
    public void start(Thread thread) {
        scheduler.dispatch(() -> lendToNew(thread));
    }

    private void lendToNew(Thread thread) {
        if (scheduler.isClosed()) {
            thread.start();
        } else {
            lend(thread, thread::start);
        }
    }

    @Override
    public void startNow(Thread thread) {
        if (scheduler.ownership().isBareOwner()) {
            lend(thread, thread::start);
        } else {
            Borrower mine = new Borrower();
            scheduler.executeFirst(mine::serve);
            scheduler.executeFirst(() -> lend(thread, thread::start));
            giveBack();
            mine.await();
        }
    }

    @Override
    public void interrupt(Thread thread) {
        Borrower waiting = parked.get(thread);
        if (waiting != null) { // the loop's order decides, and not when that thread gets to run
            waiting.ask();
        }
        thread.interrupt();
    }

    @Override
    public <T> T waiting(Callable<T> call) throws Exception {
        throwIfRevoked();
        if (mine() == null) { // within another call like this
            return call.call();
        }
        giveBack();
        try {
            return call.call();
        } finally {
            Borrower mine = new Borrower();
            mine.ask();
            mine.await();
        }
    }

    /** Of the calling thread, if it has the loop. */
    private @Nullable Loan mine() {
        Loan current = loan;
        return current != null && current.borrower == Thread.currentThread() && !current.returned ? current : null;
    }

    @Override
    public void yieldNow() {
        throwIfRevoked();
        Borrower mine = new Borrower();
        mine.ask();
        giveBack();
        mine.await();
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
    public void attach(@Nullable Object what) {}

    @Override
    public @Nullable Object attached() {
        return null; // each has its own thread-locals, and many are not expected
    }

    @Override
    public boolean isRunning(Thread thread) {
        Loan current = loan;
        return current != null && current.borrower == thread && !current.returned;
    }

    @Override
    public boolean isStepOf(Thread thread, Runnable step) {
        return false; // the JDK keeps them to itself
    }

    @Override
    public ThreadFactory factory() {
        return Thread.ofVirtual().name("jvloop-virtual-", 1).factory();
    }

    @Override
    public Parking newParking() {
        return new LentParking();
    }

    private final class LentParking implements Parking {
        private volatile boolean woken;
        private volatile @Nullable Borrower waiter;

        @Override
        public void park() throws InterruptedException {
            throwIfRevoked();
            passes.reset();
            while (!woken) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Borrower mine = new Borrower();
                waiter = mine;
                parked.put(mine.thread, mine);
                giveBack();
                if (woken && scheduler.isClosed()) {
                    mine.wake(); // by another thread, which did not see it yet
                }
                mine.awaitInterruptibly();
                parked.remove(mine.thread);
                waiter = null;
                if (mine.interrupted) {
                    Thread.currentThread().interrupt(); // for the next look, or, if it was woken as well, for later
                }
            }
            woken = false;
        }

        @Override
        public void wake() {
            if (scheduler.isClosed()) { // there is nothing left to lend, and the thread shall come to its end
                woken = true;
                Borrower waiting = waiter;
                if (waiting != null) {
                    waiting.wake();
                }
                return;
            }
            if (!scheduler.ownership().inLoop()) {
                scheduler.dispatch(this::wake);
                return;
            }
            woken = true;
            Borrower waiting = waiter;
            if (waiting != null) {
                if (scheduler.ownership().isBareOwner()) {
                    waiting.serve();
                } else {
                    waiting.ask();
                }
            }
        }
    }
}
