// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.LoopFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read in one of three ways: as a whole, piece by piece, or by being told of each piece. A client
 * that waits for {@code 100 Continue} gets it when the body is first asked for. While nobody asks, no more is
 * taken than one read gives, so that the client has to wait in the end.
 *
 * <p>What the response does not wait for is dropped: a little is read to the end, so that the connection can stay open;
 * after much the connection is closed.
 *
 * <p>Thread: the loop's.
 */
public final class RequestBody {
    private HttpConnection connection;
    private long length;
    private long receivedBytes;
    private long droppedBytes;
    private boolean complete;
    private boolean paused;
    private boolean expectsContinue;
    private @Nullable BodyReceiver receiver;
    private @Nullable IOException failure;
    private @Nullable BodyPieces pieces;

    RequestBody(HttpConnection connection) {
        this.connection = connection;
    }

    void lend(HttpConnection to) {
        connection = to;
    }

    // ---- for handlers

    /** How many bytes it has; -1 when that is not known beforehand (it comes in chunks); 0 without a body. */
    public long length() {
        return length;
    }

    /**
     * All of it, once it is there. Fails with what {@link BodyReceiver#failed} would be told. Its size is bounded by
     * {@link HttpServerOptions#limits}.
     *
     * @throws IllegalStateException when it is read already, in whichever way, and on another thread
     */
    public LoopFuture<byte[]> all() {
        WholeBody whole = new WholeBody(connection.loop());
        start(whole);
        return whole.future();
    }

    /**
     * The next piece of it, a copy; at its end, one without any bytes. While nobody waits, no more is taken
     * than one read gives. Fails with what {@link BodyReceiver#failed} would be told.
     *
     * @throws IllegalStateException when it is read in another way already, when somebody waits for the next piece, and on
     *     another thread
     */
    public LoopFuture<ByteBuffer> next() {
        connection.checkInLoop();
        BodyPieces reading = pieces;
        if (reading == null) {
            reading = new BodyPieces(connection.loop(), this);
            start(reading);
            pieces = reading; // not before it is known that nobody else reads it
        }
        return reading.next();
    }

    /**
     * Has this told, from now on; at once of an end that is there already.
     *
     * @throws IllegalStateException when it is read already, in whichever way, and on another thread
     */
    public void receive(BodyReceiver to) throws Exception {
        begin(to);
        if (failure != null) {
            to.failed(failure);
        } else if (complete) {
            to.complete();
        } else {
            connection.exchange().bodyWanted();
        }
    }

    /**
     * Keeps pieces from coming until {@link #resume}; one that is on its way may still come.
     *
     * @throws IllegalStateException on another thread
     */
    public void pause() {
        connection.checkInLoop();
        paused = true;
    }

    /**
     * Undoes {@link #pause}.
     *
     * @throws IllegalStateException on another thread
     */
    public void resume() {
        connection.checkInLoop();
        if (paused) {
            paused = false;
            connection.exchange().bodyResumed();
        }
    }

    private void start(BodyReceiver own) {
        try {
            receive(own);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception bug) { // ours throw nothing
            throw new AssertionError(bug);
        }
    }

    private void begin(BodyReceiver to) {
        connection.checkInLoop();
        if (receiver != null) {
            throw new IllegalStateException("the body is read already");
        }
        receiver = to;
    }

    // ---- for the connection

    void begin() {
        length = 0;
        receivedBytes = 0;
        droppedBytes = 0;
        complete = false;
        paused = false;
        expectsContinue = false;
        receiver = null;
        failure = null;
        pieces = null;
    }

    void headComplete(long newLength, boolean newExpectsContinue) {
        length = newLength;
        expectsContinue = newExpectsContinue && newLength != 0;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether all of it has come. A parser that is paused behind its last byte has not said yet that it is complete. */
    boolean hasCome() {
        return complete || (length > 0 && receivedBytes == length);
    }

    /** Whether somebody waits for the client to send more. */
    boolean isAwaited() {
        return receiver != null && !paused && !complete;
    }

    /** Whether the client waits to be told to send it. */
    boolean expectsContinue() {
        return expectsContinue && receivedBytes == 0 && !complete;
    }

    /** It has been told. */
    void continued() {
        expectsContinue = false;
    }

    /** Whether a response may begin now and the connection live on: what is missing is read meanwhile, or little. */
    boolean mayBeLeft(int droppedMax) {
        return (receiver != null && failure == null) || mayBeDropped(droppedMax);
    }

    /** Whether a response may end now and the connection live on: what is missing, and nobody is told of, is little. */
    boolean mayBeDropped(int droppedMax) {
        return complete || (!expectsContinue() && droppedBytes <= droppedMax && length - receivedBytes <= droppedMax);
    }

    /** A piece; dropped if nobody is told any more. */
    void received(ByteBuffer data) throws Exception {
        receivedBytes += data.remaining();
        if (receiver != null && failure == null) {
            receiver.data(data);
        } else {
            droppedBytes += data.remaining();
        }
    }

    void completed() throws Exception {
        complete = true;
        if (receiver != null && failure == null) {
            receiver.complete();
        }
    }

    /** The rest will not come, or nobody will be told of it. */
    void fail(IOException cause) throws Exception {
        if (!complete && failure == null) {
            failure = cause;
            if (receiver != null) {
                receiver.failed(cause);
            }
        }
    }
}
