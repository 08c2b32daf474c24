// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Memory;
import io.jvloop.io.Outstanding;
import io.jvloop.io.WaitHook;
import io.jvloop.testkit.Fault;
import java.lang.foreign.Arena;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that is not there. While it waits time jumps to what happens next; a poll ends whenever anything has happened,
 * so that whoever plays the rest of the world has its turn.
 */
public class SimIo implements Io {
    static final int RECEIVE_BYTES = 64 * 1024;
    private static final long WAKEUP_NANOS_MAX = 100_000;

    private final SimNetwork network;
    private final Completions completions;
    private final Arena arena = Arena.ofShared();
    private final Memory received = Memory.allocate(arena, RECEIVE_BYTES);
    private final byte[] scratch = new byte[RECEIVE_BYTES];

    /** What may have something to tell. */
    private final ArrayDeque<Touched> touched = new ArrayDeque<>();

    private final Outstanding outstanding = new Outstanding();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread owner;
    private @Nullable WaitHook hook;
    private boolean closed;

    /** Has operations that may be done now. */
    abstract static class Touched {
        private boolean isTouched;

        /** Looks whether something is done. */
        abstract void look();
    }

    /** On this machine. */
    public SimIo(SimNetwork network) {
        this.network = network;
        this.completions = new Completions(network);
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String detail() {
        return "a fake kernel, seed " + network.seed();
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.ABSTRACT_NAMES, Capability.IPV6_ONLY, Capability.ERROR_NUMBERS);
    }

    @Override
    public void attach() {
        if (owner != null) {
            throw new AssertionError("attached twice");
        }
        owner = Thread.currentThread();
    }

    void checkThread() {
        Thread attached = owner;
        if (attached != null
                && attached != Thread.currentThread()
                && !Thread.currentThread().isVirtual()) {
            throw new AssertionError("called on " + Thread.currentThread() + ", attached to " + attached);
        }
        if (closed) {
            throw new AssertionError("called after the close");
        }
    }

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        this.hook = hook;
    }

    @Override
    public void setEventHook(@Nullable Runnable hook) {
        completions.setEventHook(hook);
    }

    // ---- waiting

    @Override
    public void poll(long timeoutNanos) {
        checkThread();
        network.turnPassed();
        network.runDue();
        look();
        if (timeoutNanos != 0 && completions.isEmpty() && !woken.get() && !network.happens(Fault.INTERRUPTED_POLL)) {
            waitFor(timeoutNanos);
            look();
        }
        if (woken.getAndSet(false)) {
            network.trace().add("woken", 0, 0);
        }
        completions.tell();
    }

    private void waitFor(long timeoutNanos) {
        WaitHook told = hook;
        if (told != null) {
            told.beforeWait();
        }
        long now = network.clock().nanoTime();
        long deadline = timeoutNanos < 0 ? Agenda.NOTHING : now + timeoutNanos;
        network.jump(deadline < 0 ? Agenda.NOTHING : deadline);
        if (woken.get() && network.happens(Fault.LATE_WAKEUP)) {
            network.jump(network.clock().nanoTime() + network.dice().below(WAKEUP_NANOS_MAX));
        }
        if (told != null) {
            told.afterWait();
        }
    }

    private void look() {
        for (int due = touched.size(); due > 0; due--) {
            Touched next = touched.remove();
            next.isTouched = false;
            next.look();
        }
    }

    /** Looks at it in the next poll. */
    void touch(Touched thing) {
        if (!thing.isTouched) {
            thing.isTouched = true;
            touched.add(thing);
        }
    }

    /** Whether there is something to do now, or will be by itself. */
    public boolean isBusy() {
        return !touched.isEmpty() || !completions.isEmpty() || !network.isQuiet() || woken.get();
    }

    /** Whether a poll that does not wait would have something to do. */
    boolean hasWorkNow() {
        return !touched.isEmpty()
                || !completions.isEmpty()
                || woken.get()
                || network.nextTime() <= network.clock().nanoTime();
    }

    @Override
    public void wakeup() {
        woken.set(true);
    }

    // ---- opening

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        checkThread();
        return new SimListener(this, network.addresses().listen(address, options));
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        checkThread();
        if (local != null && !SimAddresses.isHere(local)) {
            throw new IoFailure(SimErrors.ADDRESS_NOT_AVAILABLE);
        }
        SimStream stream = new SimStream(this);
        stream.connect(remote, local, connected);
        return stream;
    }

    @Override
    public IoStream adoptStream(int descriptor) {
        throw noAdoption();
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) {
        throw noAdoption();
    }

    private static UnsupportedOperationException noAdoption() {
        return new UnsupportedOperationException("the sim backend cannot adopt a descriptor: it has none");
    }

    // ---- for its streams and listeners

    SimNetwork network() {
        return network;
    }

    Completions completions() {
        return completions;
    }

    /** The memory that receives are told in. Overwritten after each of them, so that nobody reads it later. */
    Memory received() {
        return received;
    }

    /** For bytes between a socket and somebody's memory. */
    byte[] scratch() {
        return scratch;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    /** Ends an operation: told later, in this lane. */
    void tell(Completions.Lane lane, Completion completion, int result) {
        completions.add(lane, () -> {
            outstanding.operationEnded();
            network.trace().add("completed", 0, result);
            completion.completed(result);
        });
    }

    // ---- ending

    @Override
    public Audit audit() {
        return outstanding.audit();
    }

    @Override
    public void close() {
        audit().checkClean();
        closed = true;
        arena.close();
    }
}
