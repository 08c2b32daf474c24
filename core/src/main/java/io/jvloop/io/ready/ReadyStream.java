// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.ready;

import io.jvloop.io.Completion;
import io.jvloop.io.IoStream;
import io.jvloop.io.Memory;
import io.jvloop.io.Outstanding;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import io.jvloop.io.Target;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A connected socket: operations wait here until the kernel says that it is ready for them. */
public abstract class ReadyStream implements IoStream {
    /** What {@link #finishConnect} answers when it is not decided yet. */
    protected static final int NOT_YET = 1;

    /** What {@link #receiveNow} answers at the end of the stream: below every count, and no failure's number. */
    protected static final int END = -1;

    private final Outstanding outstanding;
    private final Memory received;
    private final int in;
    private final int out;
    private boolean closed;
    private @Nullable Receiver receiver;
    private ReceiveMode mode = ReceiveMode.BACKEND_MEMORY;
    private @Nullable Once receiveOnce;
    private @Nullable Once sendOnce;

    /** A receive, or a send, on the caller's memory has not completed. */
    private boolean receiving;

    private boolean sending;
    private @Nullable Completion writable;
    private @Nullable Completion connected;

    /** A single operation on the caller's memory. */
    private record Once(MemorySegment memory, long offset, int length, Completion completion) {}

    /**
     * One that is open.
     *
     * @param received memory of the backend's to receive into
     * @param in which bits of {@link #ready} say that there may be something to receive
     * @param out which say that there may be room to send, or that the attempt to connect is over
     */
    protected ReadyStream(Outstanding outstanding, Memory received, int in, int out) {
        this.outstanding = outstanding;
        this.received = received;
        this.in = in;
        this.out = out;
        outstanding.streamOpened();
    }

    // ---- for backends

    /** Says when one of these is possible from now on, or would fail. Not after the close. */
    protected abstract void watch(boolean connecting, boolean in, boolean out);

    /** How the attempt to connect ended: 0, a failure, or {@link #NOT_YET}. */
    protected abstract int finishConnect();

    /** Receives what is there: how many bytes, 0 for none yet, {@link #END}, or a failure. */
    protected abstract int receiveNow(MemorySegment memory, long offset, int length);

    /** Gives the socket back. */
    protected abstract void release();

    /** Completes when the attempt that is under way has ended. */
    public final void awaitConnected(Completion completion) {
        connected = completion;
        outstanding.operationStarted();
        watchWhatIsNeeded();
    }

    /** The kernel has said so, by bits of its own. */
    public final void ready(int events) {
        if (connected != null) {
            connected(connected);
            return;
        }
        if ((events & in) != 0) {
            readable();
        }
        if ((events & out) != 0 && !closed) {
            writable();
        }
    }

    /** Whether {@link #close} was called. */
    protected final boolean isClosed() {
        return closed;
    }

    private void watchWhatIsNeeded() {
        if (!closed) {
            watch(connected != null, receiver != null || receiveOnce != null, writable != null || sendOnce != null);
        }
    }

    private void connected(Completion completion) {
        int result = finishConnect();
        if (result != NOT_YET) {
            connected = null;
            watchWhatIsNeeded();
            outstanding.operationEnded();
            completion.completed(result);
        }
    }

    // ---- receiving

    // from here to the system call there must be few levels: see Libc.recv
    private void readable() {
        Receiver to = receiver;
        if (to == null) {
            if (receiveOnce != null) {
                receiveOnce(receiveOnce);
            }
        } else if (mode == ReceiveMode.BACKEND_MEMORY) {
            int count =
                    receiveNow(received.segment(), 0, (int) received.segment().byteSize());
            if (count > 0) {
                to.received(received, 0, count);
            } else {
                receivingEnded(to, count);
            }
        } else {
            Target target = to.target();
            if (target != null && !closed) {
                int count = receiveNow(target.memory(), target.offset(), target.length());
                if (count > 0) {
                    to.receivedIntoTarget(count);
                } else {
                    receivingEnded(to, count);
                }
            }
        }
    }

    private void receivingEnded(Receiver to, int result) {
        if (result == 0) {
            return; // a kernel may report what is not there (select(2), BUGS)
        }
        receiver = null;
        watchWhatIsNeeded();
        if (result == END) {
            to.receivedEof();
        } else {
            to.receiveFailed(result);
        }
    }

    private void receiveOnce(Once once) {
        int count = receiveNow(once.memory, once.offset, once.length);
        if (count != 0) {
            receiveOnce = null;
            watchWhatIsNeeded();
            outstanding.operationEnded();
            once.completion.completed(count == END ? 0 : count);
        }
    }

    @Override
    public final void startReceiving(Receiver newReceiver, ReceiveMode newMode) {
        checkNotReceiving();
        receiver = newReceiver;
        mode = newMode;
        watchWhatIsNeeded();
    }

    @Override
    public final void stopReceiving() {
        receiver = null;
        watchWhatIsNeeded();
    }

    @Override
    public final void receive(MemorySegment memory, long offset, int length, Completion completion) {
        checkNotReceiving();
        receiving = true;
        receiveOnce = new Once(memory, offset, length, result -> {
            receiving = false;
            completion.completed(result);
        });
        outstanding.operationStarted();
        watchWhatIsNeeded();
    }

    private void checkNotReceiving() {
        if (receiver != null || receiving) {
            throw new IllegalStateException("receiving already");
        }
    }

    @Override
    public final void cancelReceive() {
        if (receiveOnce != null) {
            cancel(receiveOnce.completion);
            receiveOnce = null;
            watchWhatIsNeeded();
        }
    }

    private void cancel(Completion completion) {
        outstanding.operationEnded();
        outstanding.complete(completion, Result.CANCELLED);
    }

    // ---- sending

    private void writable() {
        if (writable != null) {
            Completion completion = writable;
            writable = null;
            watchWhatIsNeeded();
            outstanding.operationEnded();
            completion.completed(0);
        }
        if (sendOnce != null && !closed) {
            Once once = sendOnce;
            int count = send(once.memory, once.offset, once.length);
            if (count != 0) {
                sendOnce = null;
                watchWhatIsNeeded();
                outstanding.operationEnded();
                once.completion.completed(count);
            }
        }
    }

    @Override
    public final void awaitWritable(Completion completion) {
        if (writable != null) {
            throw new IllegalStateException("waiting already");
        }
        writable = completion;
        outstanding.operationStarted();
        watchWhatIsNeeded();
    }

    @Override
    public final void send(MemorySegment memory, long offset, int length, Completion sent) {
        if (sending) {
            throw new IllegalStateException("sending already");
        }
        sending = true;
        Completion told = result -> {
            sending = false;
            sent.completed(result);
        };
        int count = send(memory, offset, length);
        if (count != 0) {
            outstanding.complete(told, count);
        } else {
            sendOnce = new Once(memory, offset, length, told);
            outstanding.operationStarted();
            watchWhatIsNeeded();
        }
    }

    @Override
    public final void cancelSend() {
        if (sendOnce != null) {
            cancel(sendOnce.completion);
            sendOnce = null;
            watchWhatIsNeeded();
        }
    }

    // ---- ending

    @Override
    public final void close(Completion completion) {
        closed = true;
        receiver = null;
        cancelReceive();
        cancelSend();
        if (writable != null) {
            cancel(writable);
            writable = null;
        }
        if (connected != null) {
            cancel(connected);
            connected = null;
        }
        release();
        outstanding.streamClosed();
        outstanding.complete(completion, 0);
    }
}
