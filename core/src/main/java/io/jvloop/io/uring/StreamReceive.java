// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Target;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import io.jvloop.sys.UringCqe;
import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Streaming receives of one connection: at most one operation in the kernel, of one of two kinds. The kernel receives into
 * a buffer that it picks (when there is a ring of them and the memory is the backend's); or it says that there is something,
 * and a plain recv(2) takes it to where it shall go.
 *
 * <pre>
 *   IDLE --start--> ACTIVE --stop--> STOPPING --last completion--> IDLE
 *                     ^                 |
 *                     `------start------'   the operation is submitted again after its last completion
 * </pre>
 *
 * <p>A multishot receive may miss a reset that comes just behind bytes: it tells of the bytes, and then waits for ever (seen on
 * Linux 6.18 over TCP, once in some hundred thousand connections). Where bytes are answered in the same turn the send finds it out.
 * Where they are not, the end is polled for beside the receive from then on, and has a receive that missed something made anew. Not
 * from the beginning: the kernel would look at the poll with each message, which is 2 to 3 % of an echo.
 */
final class StreamReceive {
    /** What comes in such pieces is bulk: cheaper through one buffer that stays in the processor's cache. */
    private static final int BULK_BYTES = 32 * 1024;

    /** After so many receives of less it is bulk no longer. */
    private static final int FEW_BULKS = 16;

    private final UringIo io;
    private final UringStream stream;
    private final FdSocket socket;
    private final ProvidedOp provided = new ProvidedOp();
    private @Nullable ReadableOp readable;
    private @Nullable PollOp hangup;

    /** The peer has ended its side, or the connection is broken. */
    private boolean hungUp;

    /** Who is told; after a stop still of late bytes. */
    private @Nullable Receiver receiver;

    private ReceiveMode mode = ReceiveMode.BACKEND_MEMORY;
    private boolean active;

    /** Bytes have come, and nothing has been sent since. */
    private boolean unanswered;

    /** How many more receives are taken to be bulk. */
    private int bulk;

    /** A failure that came after a stop. The socket has forgotten it: it has to be told when receiving starts again. */
    private int lateFailure;

    StreamReceive(UringIo io, UringStream stream, FdSocket socket) {
        this.io = io;
        this.stream = stream;
        this.socket = socket;
    }

    boolean isActive() {
        return active;
    }

    boolean isInKernel() {
        return isReceiveInKernel() || isHangupInKernel();
    }

    private boolean isHangupInKernel() {
        return hangup != null && hangup.isInKernel();
    }

    private boolean isReceiveInKernel() {
        return provided.isInKernel() || (readable != null && readable.isInKernel());
    }

    void start(Receiver newReceiver, ReceiveMode newMode) {
        receiver = newReceiver;
        mode = newMode;
        active = true;
        if (lateFailure < 0) {
            int failure = lateFailure;
            io.outstanding().complete(_ -> tellLateFailure(failure), 0);
        } else if (!isReceiveInKernel()) {
            submit();
        }
    }

    private void tellLateFailure(int failure) {
        if (active) {
            failed(failure);
        }
    }

    private void submit() {
        if (mode == ReceiveMode.BACKEND_MEMORY && io.buffers() != null && bulk == 0) {
            io.submit(provided);
        } else {
            if (readable == null) {
                readable = new ReadableOp();
            }
            io.submit(readable);
        }
    }

    void stop() {
        active = false;
        cancel();
    }

    private void cancel() {
        io.cancel(provided);
        if (readable != null) {
            io.cancel(readable);
        }
    }

    void close() {
        active = false;
        receiver = null;
        cancel();
        if (hangup != null) {
            io.cancel(hangup);
        }
    }

    /** Something has been sent: the connection was not reset until now. */
    void answered() {
        unanswered = false;
    }

    /** The turn in which bytes came is over. */
    void turnEnded() {
        if (unanswered && provided.isInKernel() && !stream.isClosing()) {
            if (hangup == null) {
                hangup = new PollOp(socket.fd(), EpollEvent.EPOLLRDHUP, this::hungUp);
            }
            io.submit(hangup);
        }
        unanswered = false;
    }

    /** What is there has not all been told: by the next answer or, when none is on its way, by an operation of its own. */
    void lookAgain() {
        if (active && !stream.isClosing()) {
            if (isReceiveInKernel()) {
                io.cancel(provided);
            } else {
                submit();
            }
        }
    }

    /** Something has come in the way of an operation that goes on: submits it again. */
    private void again() {
        if (active && !isReceiveInKernel()) {
            submit();
        }
    }

    // ---- by a buffer that the kernel picks

    private final class ProvidedOp extends Op {
        @Override
        void prepare(MemorySegment sqes, long at, long userData) {
            BufferRing buffers = io.buffers();
            int length = buffers == null ? 0 : buffers.bytes();
            UringSqe.receiveProvided(sqes, at, socket.fd(), io.features().multishot(), length, userData);
        }

        @Override
        void complete(int result, int flags) {
            if (UringCqe.hasBuffer(flags)) {
                deliver(Math.max(result, 0), flags); // before 6.0 one comes with a failure, too
            }
            if (!UringCqe.hasMore(flags)) {
                ended(result);
            }
        }
    }

    private void deliver(int length, int flags) {
        BufferRing buffers = io.buffers();
        if (buffers == null) {
            throw new AssertionError("a buffer of no ring");
        }
        int id = UringCqe.bufferId(flags);
        if (length > 0 && receiver != null) {
            receiver.received(buffers.memory(id), buffers.offset(id), length);
        }
        buffers.read(id, length, UringCqe.bufferHasMore(flags));
        if (!unanswered && !hungUp && !isHangupInKernel() && io.features().multishot()) {
            unanswered = true;
            io.unanswered(stream);
        }
        if (length >= BULK_BYTES) {
            bulk = FEW_BULKS;
            io.cancel(provided);
        }
    }

    private void ended(int result) {
        if (stream.isClosing()) {
            stream.closeIfDone();
        } else if (result == -Errno.ENOBUFS) {
            io.noBuffer(stream);
        } else if (result > 0 || result == -Errno.ECANCELED || result == -Errno.EINTR || result == -Errno.EAGAIN) {
            again();
        } else {
            failed(result);
        }
    }

    private void hungUp(int events) {
        hungUp = events > 0;
        if (stream.isClosing()) {
            stream.closeIfDone();
        } else if (hungUp) {
            io.lookAgain(stream);
        }
    }

    // ---- by a plain receive

    /** No {@link PollOp}: a callback more in between, and C2 cuts the receive off from its method handle (see {@code Libc.recv}). */
    private final class ReadableOp extends Op {
        @Override
        void prepare(MemorySegment sqes, long at, long userData) {
            UringSqe.poll(sqes, at, socket.fd(), EpollEvent.EPOLLIN, userData);
        }

        @Override
        void complete(int result, int flags) {
            readable(result);
        }
    }

    private void readable(int events) {
        if (stream.isClosing()) {
            stream.closeIfDone();
            return;
        }
        if (active && events < 0 && events != -Errno.ECANCELED) {
            failed(events);
            return;
        }
        Receiver to = receiver;
        if (active && to != null && events >= 0) {
            int result = mode == ReceiveMode.BACKEND_MEMORY ? receiveInto(to, io.received()) : receiveIntoTarget(to);
            if (result == 0 || (result < 0 && result != -Errno.EAGAIN)) {
                failed(result);
                return;
            }
        }
        again();
    }

    /** A count, 0 at the end, or -errno. */
    private int receiveInto(Receiver to, Memory memory) {
        int count = socket.receive(memory.segment(), 0, (int) memory.segment().byteSize());
        if (count > 0) {
            bulk = count >= BULK_BYTES ? FEW_BULKS : Math.max(0, bulk - 1);
            to.received(memory, 0, count);
        }
        return count;
    }

    private int receiveIntoTarget(Receiver to) {
        Target target = to.target();
        if (target == null || !active) {
            return -Errno.EAGAIN;
        }
        int count = socket.receive(target.memory(), target.offset(), target.length());
        if (count > 0) {
            to.receivedIntoTarget(count);
        }
        return count;
    }

    // ---- the end

    /** The end of the stream (0), or -errno. */
    private void failed(int result) {
        Receiver to = receiver;
        if (!active || to == null) {
            lateFailure = result; // the end of a stream is told by the socket again and again, a failure only once
            return;
        }
        active = false;
        if (result == 0) {
            to.receivedEof();
        } else {
            to.receiveFailed(Failures.result(result));
        }
    }
}
