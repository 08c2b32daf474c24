// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Callback;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.httptools.HttpWriter;
import io.jvloop.task.TaskGroupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends a response: head and body in one write where there is one.
 *
 * <pre>
 *   FRESH --write()--> STREAMING --end()--> FINISHED
 *     | '------------------send()-------------^
 *     '--the client is gone--> ABORTED: takes everything, sends nothing
 * </pre>
 */
final class ResponseWriter {
    static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private enum State {
        FRESH,
        STREAMING,
        FINISHED,
        ABORTED
    }

    private HttpConnection connection;
    private final ResponseFields fields;
    private final ServerContext context;
    private State state = State.FINISHED;
    private boolean committed;
    private boolean toHead;
    private int versionMinor;
    private boolean keepsAlive;
    private boolean chunked;
    private long writtenBytes;
    private @Nullable LoopPromise<Void> writable;
    private @Nullable IOException abortedBy;
    private @Nullable Callback onAbort;

    ResponseWriter(HttpConnection connection, ResponseFields fields) {
        this.connection = connection;
        this.fields = fields;
        this.context = connection.context;
    }

    void lend(HttpConnection to) {
        connection = to;
    }

    void begin(boolean newToHead, int newVersionMinor) {
        state = State.FRESH;
        committed = false;
        toHead = newToHead;
        versionMinor = newVersionMinor;
        keepsAlive = false;
        chunked = false;
        writtenBytes = 0;
        writable = null;
        abortedBy = null;
        onAbort = null;
    }

    // ---- sending

    void send(ByteBuffer body) {
        if (!isOpen()) {
            return;
        }
        if (state == State.STREAMING) {
            throw new IllegalStateException("the response was begun with write()");
        }
        int length = body.remaining();
        long announced = fields.contentLength();
        boolean another = announced >= 0 && announced != length && !(length == 0 && mayAnnounceAnother());
        if (another || (fields.hasNoBody() && length > 0)) {
            throw wrongLength(length);
        }
        ByteBuffer head = head(announced >= 0 ? announced : length, true);
        state = State.STREAMING;
        if (length == 0 || toHead) {
            connection.transport().write(head.flip());
        } else {
            int position = body.position();
            write(head.flip(), body);
            body.position(position);
        }
        finish();
    }

    void write(ByteBuffer data) {
        if (!isOpen()) {
            data.position(data.limit());
            return;
        }
        int length = data.remaining();
        if (length == 0) {
            return;
        }
        long announced = fields.contentLength();
        if (fields.hasNoBody() || (announced >= 0 && length > announced - writtenBytes)) {
            throw wrongLength(writtenBytes + length);
        }
        writtenBytes += length;
        long unsent = connection.unsentBytes();
        ByteBuffer before = context.scratch.clear();
        if (state == State.FRESH) {
            chunked = announced < 0 && versionMinor > 0;
            before = head(announced, false);
            state = State.STREAMING;
        }
        if (toHead) {
            data.position(data.limit());
            connection.transport().write(before.flip());
        } else if (chunked) {
            HttpWriter.chunkHeader(before, length);
            writeChunk(before.flip(), data);
        } else if (before.position() > 0) {
            write(before.flip(), data);
        } else {
            transmit(data);
        }
        connection.written(unsent);
    }

    void end() {
        if (!isOpen()) {
            return;
        }
        if (state == State.FRESH) {
            send(EMPTY);
            return;
        }
        if (fields.contentLength() > writtenBytes) {
            connection.abort();
            throw wrongLength(writtenBytes);
        }
        if (chunked && !toHead) {
            ByteBuffer last = context.scratch.clear();
            HttpWriter.lastChunk(last);
            HttpWriter.endOfHeaders(last);
            connection.transport().write(last.flip());
        }
        finish();
    }

    /** False when nothing is sent any more. */
    private boolean isOpen() {
        if (state == State.FINISHED) {
            throw new IllegalStateException("the response is finished already");
        }
        return state != State.ABORTED;
    }

    /** Whether what is announced may be the length of a body that is not sent. */
    private boolean mayAnnounceAnother() {
        return toHead || fields.hasLengthOfAnother();
    }

    private IllegalStateException wrongLength(long length) {
        return new IllegalStateException(
                fields.hasNoBody() && length > 0
                        ? "a body of a response " + fields.status()
                        : "a body of " + length + " bytes, but " + fields.contentLength() + " were announced");
    }

    /** Puts the head together, in the scratch, to leave: of a whole response, or of one of which more is to come. */
    private ByteBuffer head(long length, boolean whole) {
        committed = true;
        keepsAlive =
                connection.exchange().keepsAlive(whole) && !fields.isCloseAfter() && (length >= 0 || versionMinor > 0);
        ByteBuffer to = context.scratch.clear();
        context.dateLine.put(to, fields.status(), !fields.hasDate());
        fields.putTo(to);
        if (chunked) {
            to.put(ResponseHead.CHUNKED);
        } else if (length >= 0 && !fields.hasNoLength()) {
            ResponseHead.contentLength(to, length);
        }
        if (!keepsAlive) {
            to.put(ResponseHead.CLOSE);
        } else if (versionMinor == 0) {
            to.put(ResponseHead.KEEP_ALIVE);
        }
        return to.put(ResponseHead.LINE_END);
    }

    private void write(ByteBuffer head, ByteBuffer data) {
        ByteBuffer[] both = context.two;
        both[0] = head;
        both[1] = data;
        transmit(both);
        both[1] = EMPTY;
    }

    private void writeChunk(ByteBuffer before, ByteBuffer data) {
        ByteBuffer[] parts = context.three;
        parts[0] = before;
        parts[1] = data;
        parts[2] = context.lineEnd.clear();
        transmit(parts);
        parts[1] = EMPTY;
    }

    // memory that cannot be read is refused when what stands before it has left: what would follow is no response any
    // more

    private void transmit(ByteBuffer data) {
        try {
            connection.transport().write(data);
        } catch (RuntimeException | Error refused) {
            connection.abort();
            throw refused;
        }
    }

    private void transmit(ByteBuffer[] parts) {
        try {
            connection.transport().write(parts);
        } catch (RuntimeException | Error refused) {
            Arrays.fill(parts, EMPTY);
            connection.abort();
            throw refused;
        }
    }

    private void finish() {
        if (state != State.ABORTED) {
            state = State.FINISHED;
            resumeWriting(); // nothing more is to be written: nobody has to wait
            connection.exchange().responseFinished();
        }
    }

    // ---- where it is

    boolean isCommitted() {
        return committed;
    }

    boolean isFinished() {
        return state == State.FINISHED;
    }

    boolean isAborted() {
        return state == State.ABORTED;
    }

    boolean isAbortedBy(Throwable failure) {
        return failure == abortedBy
                || (failure instanceof TaskGroupException group
                        && group.failures().stream().allMatch(this::isAbortedBy));
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    LoopFuture<Void> whenWritable() {
        LoopPromise<Void> promise = writable;
        if (promise == null || promise.isDone()) { // those who waited have given up
            promise = connection.loop().createFuture();
            if (abortedBy != null) {
                promise.completeExceptionally(abortedBy);
            } else if (state == State.FINISHED || connection.isWritable()) {
                promise.complete(null);
            } else {
                writable = promise;
            }
        }
        return promise.future();
    }

    void resumeWriting() {
        LoopPromise<Void> promise = writable;
        writable = null;
        if (promise != null) {
            promise.complete(null);
        }
    }

    void onAbort(Callback callback) {
        if (state == State.ABORTED) {
            connection.loop().callSoon(callback);
        } else {
            Callback before = onAbort;
            onAbort = before == null ? callback : () -> inTurn(before, callback);
        }
    }

    private static void inTurn(Callback first, Callback second) throws Exception {
        try {
            first.run();
        } finally {
            second.run();
        }
    }

    /** From now on it takes everything and sends nothing. {@link #tellAborted} is to follow. */
    void abort(IOException cause) {
        if (state != State.FINISHED) {
            state = State.ABORTED;
            abortedBy = cause;
        }
    }

    /** Tells all who wait for it, or want to know. */
    void tellAborted() throws Exception {
        IOException cause = abortedBy;
        if (cause == null) {
            return; // it was finished before
        }
        if (writable != null) {
            writable.completeExceptionally(cause);
        }
        Callback told = onAbort;
        onAbort = null;
        if (told != null) {
            told.run();
        }
    }
}
