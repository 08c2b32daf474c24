// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Memory;
import io.jvloop.io.Outstanding;
import io.jvloop.io.Slots;
import io.jvloop.io.WaitHook;
import io.jvloop.io.fd.AdaptiveSpin;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.io.fd.FdSockets;
import io.jvloop.io.fd.Native;
import io.jvloop.io.fd.WakeupFd;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import io.jvloop.sys.IoUring;
import io.jvloop.sys.UringCqe;
import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kernel by io_uring(7). */
public final class UringIo implements Io {
    private static final long CANCELLATION = -1;
    private static final int RECEIVE_BYTES = 256 * 1024;

    private final Native c = new Native();
    private final FdSockets sockets = new FdSockets(c);
    private final UringFeatures features;
    private final Ring ring;
    private final AdaptiveSpin spin = new AdaptiveSpin();
    private final @Nullable BufferRing buffers;
    private final Memory received;
    private final WakeupFd wakeup;
    private final PollOp wakeupOp;
    private final Slots<Op> inKernel = new Slots<>();

    /** Submissions for which the queue had no room: before the ring was enabled, or when the kernel took nothing. In order. */
    private final ArrayDeque<Op> backlog = new ArrayDeque<>();

    private final Outstanding outstanding = new Outstanding();

    /**
     * Streams whose receives found no buffer, or may have missed the end. By the end of the poll all buffers have been read, and what
     * has ended has said so.
     */
    private final List<UringStream> lookAgain = new ArrayList<>();

    /** Whether there was no buffer for some of them. */
    private boolean ranDry;

    /** Streams that bytes came for in the last poll. */
    private final List<UringStream> unanswered = new ArrayList<>();

    private @Nullable WaitHook hook;
    private @Nullable Runnable eventHook;

    /** With everything that the kernel has. */
    public UringIo() throws IoFailure {
        this(UringFeatures.ALL);
    }

    /** With what the kernel has of these. */
    public UringIo(UringFeatures wanted) throws IoFailure {
        this(wanted, BufferRing.LARGE_COUNT, BufferRing.LARGE_BYTES);
    }

    /** With as many incremental buffers, of this size. */
    UringIo(UringFeatures wanted, int incrementalCount, int incrementalBytes) throws IoFailure {
        Ring opened = null;
        try {
            opened = openRing(wanted.deferTaskrun());
            ring = opened;
            int last = Failures.check(IoUring.lastOperation(c.errno(), ring.fd(), c.arena()));
            if (last < UringSqe.LAST_OPERATION) {
                throw new IoFailure(Failures.result(-Errno.ENOSYS));
            }
            buffers = openBuffers(wanted, incrementalCount, incrementalBytes);
            boolean incremental = buffers != null && buffers.isIncremental();
            boolean multishot = wanted.knownTo(last).multishot();
            features = new UringFeatures(multishot, buffers != null, incremental, ring.isDeferred());
            received = Memory.allocate(c.arena(), RECEIVE_BYTES);
            wakeup = new WakeupFd(c);
        } catch (IoFailure failure) {
            if (opened != null) {
                opened.close();
            }
            c.close();
            throw failure;
        }
        wakeupOp = new PollOp(wakeup.fd(), EpollEvent.EPOLLIN, this::woken);
        submit(wakeupOp);
    }

    private Ring openRing(boolean defer) throws IoFailure {
        if (defer) {
            try {
                return new Ring(c, true);
            } catch (IoFailure failure) {
                if (!isInvalid(failure)) {
                    throw failure;
                }
            }
        }
        return new Ring(c, false);
    }

    private @Nullable BufferRing openBuffers(UringFeatures wanted, int count, int bytes) throws IoFailure {
        if (wanted.incremental()) {
            try {
                return BufferRing.incremental(c, ring.fd(), count, bytes);
            } catch (IoFailure failure) {
                if (!isInvalid(failure)) {
                    throw failure;
                }
            }
        }
        if (wanted.bufferRing()) {
            try {
                return BufferRing.single(c, ring.fd());
            } catch (IoFailure failure) {
                if (!isInvalid(failure)) {
                    throw failure;
                }
            }
        }
        return null;
    }

    /** How a kernel says that it does not know a flag. */
    private static boolean isInvalid(IoFailure failure) {
        return io.jvloop.io.Result.errno(failure.result()) == Errno.EINVAL;
    }

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public String detail() {
        return (features.multishot() ? "multishot, " : "no multishot, ")
                + (buffers == null ? "no buffer ring, " : buffers + ", ")
                + (features.deferTaskrun() ? "deferred" : "cooperative") + " task runs";
    }

    /** What is in use. */
    public UringFeatures features() {
        return features;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void attach() {
        ring.enable();
        writeBacklog();
    }

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        this.hook = hook;
    }

    @Override
    public void setEventHook(@Nullable Runnable hook) {
        eventHook = hook;
    }

    // ---- waiting

    @Override
    public void poll(long timeoutNanos) {
        for (int i = 0; i < unanswered.size(); i++) {
            unanswered.get(i).turnEnded();
        }
        unanswered.clear();
        writeBacklog();
        if (timeoutNanos == 0 || outstanding.hasDue() || !backlog.isEmpty()) {
            if (ring.hasNews()) {
                ring.submitAndWait(0);
            }
        } else if (hook == null) {
            waitFor(timeoutNanos);
        } else {
            waitHooked(hook, timeoutNanos);
        }
        completeAll();
        outstanding.tellDue(eventHook);
    }

    private void waitFor(long timeoutNanos) {
        if (spin.begins(timeoutNanos)) {
            if (ring.hasNews()) {
                ring.submitAndWait(0);
                if (ring.completions() != 0) {
                    return;
                }
            }
            boolean found;
            do {
                found = ring.hasNews();
            } while (!found && spin.goesOn());
            spin.ended(found);
            if (found) {
                ring.submitAndWait(0);
                return;
            }
        }
        ring.submitAndWait(timeoutNanos);
    }

    private void waitHooked(WaitHook hook, long timeoutNanos) {
        ring.submitAndWait(0);
        if (ring.completions() == 0) {
            hook.beforeWait();
            try {
                waitFor(timeoutNanos);
            } finally {
                hook.afterWait();
            }
        }
    }

    private void completeAll() {
        for (int due = ring.completions(); due > 0; due--) {
            MemorySegment cqes = ring.cqes();
            long at = ring.first();
            long id = UringCqe.userData(cqes, at);
            int result = UringCqe.result(cqes, at);
            int flags = UringCqe.flags(cqes, at);
            ring.advance();
            if (id != CANCELLATION) {
                opOf(id, flags).complete(result, flags);
                if (eventHook != null) {
                    eventHook.run();
                }
            }
        }
        if (ranDry && buffers != null) {
            buffers.grow();
        }
        ranDry = false;
        for (int i = 0; i < lookAgain.size(); i++) {
            lookAgain.get(i).lookAgain();
        }
        lookAgain.clear();
    }

    private Op opOf(long id, int flags) {
        Op op = inKernel.get(id);
        if (op == null) {
            throw new AssertionError("a completion of nothing: " + id);
        }
        if (!UringCqe.hasMore(flags)) {
            inKernel.remove(id);
            op.id = Op.NOT_SUBMITTED;
            op.cancelling = false;
        }
        return op;
    }

    @Override
    public void wakeup() {
        wakeup.wake();
    }

    private void woken(int result) {
        wakeup.reset();
        submit(wakeupOp);
    }

    // ---- opening

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        return new UringListener(this, sockets.listen(address, options), null);
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        FdSockets.Connecting connecting = sockets.connect(remote, local);
        UringStream stream = new UringStream(this, connecting.socket());
        if (connecting.underWay()) {
            stream.awaitConnected(connected);
        } else {
            outstanding.complete(connected, connecting.result());
        }
        return stream;
    }

    @Override
    public IoStream adoptStream(int descriptor) throws IoFailure {
        return new UringStream(this, sockets.adoptStream(descriptor));
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) throws IoFailure {
        return new UringListener(this, sockets.adoptListener(descriptor, options), options);
    }

    /** Two sockets that are connected to each other. */
    List<IoStream> socketPair() throws IoFailure {
        List<FdSocket> pair = sockets.pair();
        return List.of(new UringStream(this, pair.get(0)), new UringStream(this, pair.get(1)));
    }

    // ---- for its streams and listeners

    FdSockets sockets() {
        return sockets;
    }

    /** The buffers that the kernel picks from, if it does. */
    @Nullable
    BufferRing buffers() {
        return buffers;
    }

    /** Where a receive goes to that the kernel does not pick a buffer for. */
    Memory received() {
        return received;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    void submit(Op op) {
        op.id = inKernel.add(op);
        write(op);
    }

    private void write(Op op) {
        if (!backlog.isEmpty() || !hasWritten(op)) {
            backlog.add(op);
        }
    }

    /** False when the queue has no room. */
    private boolean hasWritten(Op op) {
        long at = ring.next();
        if (at < 0) {
            return false;
        }
        op.prepare(ring.sqes(), at, op.id);
        return true;
    }

    /** As much of it as the kernel takes. Here alone the ring is entered for want of room: it takes no other thread than the loop's own. */
    private void writeBacklog() {
        while (!backlog.isEmpty()) {
            if (!hasWritten(backlog.element())) {
                ring.submit();
                if (!hasWritten(backlog.element())) {
                    return;
                }
            }
            backlog.remove();
        }
    }

    /** Asks for an operation back. It completes all the same. */
    void cancel(Op op) {
        if (op.isInKernel() && !op.cancelling) {
            op.cancelling = true;
            write(new Cancellation(op.id));
        }
    }

    private static final class Cancellation extends Op {
        private final long target;

        Cancellation(long target) {
            this.target = target;
        }

        @Override
        void prepare(MemorySegment sqes, long at, long userData) {
            UringSqe.cancel(sqes, at, target, CANCELLATION);
        }

        @Override
        void complete(int result, int flags) {
            throw new AssertionError("a cancellation is not kept");
        }
    }

    /** Tells this stream when the turn is over, before the next wait. */
    void unanswered(UringStream stream) {
        unanswered.add(stream);
    }

    /** Has this stream look again when all that this poll brings has been told. */
    void lookAgain(UringStream stream) {
        lookAgain.add(stream);
    }

    /** As {@link #lookAgain}: there was no buffer for it. */
    void noBuffer(UringStream stream) {
        ranDry = true;
        lookAgain(stream);
    }

    // ---- ending

    @Override
    public Audit audit() {
        Audit ours = outstanding.audit();
        int operations = ours.operations() + inKernel.size() - 1; // the wake-up is always there
        return new Audit(ours.streams(), ours.listeners(), operations);
    }

    @Override
    public void close() {
        audit().checkClean();
        ring.close();
        wakeup.close();
        c.close();
    }
}
