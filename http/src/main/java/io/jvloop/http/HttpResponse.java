// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Callback;
import io.jvloop.LoopFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The answer to one request: a status (200 unless set), headers, then a body that is sent at once ({@link #send}) or in
 * pieces ({@link #write}, {@link #end}).
 *
 * <p>The server itself writes Date, Content-Length or Transfer-Encoding, and Connection. To HEAD it sends no body, whatever
 * the handler writes. To a client that is gone nothing is sent: then all of this does nothing, and {@link #isAborted} says
 * so.
 *
 * <p>It belongs to its handler until it is finished; see {@link HttpRequest}. Finishing it twice throws.
 *
 * <p>Thread: the loop's; every method that changes it throws {@link IllegalStateException} on another one.
 */
public final class HttpResponse {
    private HttpConnection connection;
    private final ResponseFields fields = new ResponseFields();
    private final ResponseWriter writer;
    private boolean kept;

    HttpResponse(HttpConnection connection) {
        this.connection = connection;
        writer = new ResponseWriter(connection, fields);
    }

    /** From now on it is of this connection. */
    void lend(HttpConnection to) {
        connection = to;
        writer.lend(to);
    }

    void begin(boolean toHead, int versionMinor) {
        kept = false;
        fields.clear();
        writer.begin(toHead, versionMinor);
    }

    // ---- the head

    /**
     * Sets the status.
     *
     * @throws IllegalArgumentException below 200 (there is one response for a request) and above 999
     */
    public HttpResponse status(int status) {
        checkHead();
        fields.status(status);
        return this;
    }

    /**
     * Adds a header. Content-Length means {@link #contentLength}, Date replaces the server's own, {@code Connection: close}
     * means {@link #closeAfter}.
     *
     * @throws IllegalArgumentException for a name or a value that HTTP does not allow (CR and LF above all), and for any
     *     other Connection and Transfer-Encoding
     * @throws IllegalStateException for more than 64 KiB of headers
     */
    public HttpResponse header(CharSequence name, CharSequence value) {
        checkHead();
        fields.add(name, value);
        return this;
    }

    /** Adds headers that are encoded already. */
    public HttpResponse headers(HttpFields encoded) {
        checkHead();
        fields.add(encoded);
        return this;
    }

    /** Announces how many bytes the body has; exactly so many have to be written then. */
    public HttpResponse contentLength(long length) {
        checkHead();
        fields.contentLength(length);
        return this;
    }

    /** Closes the connection after this response, and says so in its head. */
    public HttpResponse closeAfter() {
        checkHead();
        fields.closeAfter();
        return this;
    }

    private void checkHead() {
        connection.checkInLoop();
        if (writer.isCommitted() && !writer.isAborted()) {
            throw new IllegalStateException("the head of the response has left already");
        }
    }

    // ---- the body

    /** Sends the whole response, without a body. */
    public void send() {
        connection.checkInLoop();
        writer.send(ResponseWriter.EMPTY);
    }

    /**
     * Sends the whole response. When this returns all bytes are taken; position and limit are as they were, so that one
     * buffer can be sent again and again. A large direct buffer leaves without a copy.
     *
     * @throws IllegalStateException when it is finished or begun, when another length was announced, and for a body of a
     *     status that has none (204, 205, 304)
     */
    public void send(ByteBuffer body) {
        connection.checkInLoop();
        writer.send(body);
    }

    /** Sends the whole response. */
    public void send(byte[] body) {
        send(ByteBuffer.wrap(body));
    }

    /** Sends the whole response, in UTF-8; sets no Content-Type. */
    public void send(String body) {
        send(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends some bytes of the body; with the head before them if they are the first. When this returns all are taken.
     * Without {@link #contentLength} they leave in chunks; to a client of HTTP/1.0 as they are, and the end of the
     * connection ends the body. What is written leaves at the end of the loop's callback.
     *
     * @throws IllegalStateException when it is finished, or when more than the announced length would have been written
     */
    public void write(ByteBuffer data) {
        connection.checkInLoop();
        writer.write(data);
    }

    /**
     * Finishes it.
     *
     * @throws IllegalStateException when it is finished, or when less was written than announced: then the connection is
     *     aborted, so that the client does not take it for all
     */
    public void end() {
        connection.checkInLoop();
        writer.end();
    }

    // ---- where it is

    /** False while the client does not read what was written: {@link #write} still takes everything, into memory. */
    public boolean isWritable() {
        return writer.isAborted() || connection.isWritable();
    }

    /**
     * Completes when {@link #isWritable} holds, or the response is finished; fails with an IOException when it is aborted
     * before that. All who wait at the same time are given the same one, so that cancelling it, or a time-out, ends it for
     * all of them; it may be asked for again.
     */
    public LoopFuture<Void> whenWritable() {
        connection.checkInLoop();
        return writer.whenWritable();
    }

    /** Whether its head has left. */
    public boolean isCommitted() {
        return writer.isCommitted();
    }

    /** Whether it was sent, to its end. */
    public boolean isFinished() {
        return writer.isFinished();
    }

    /** Whether it comes to nothing: the client is gone, or its request turned out to be malformed or too slow. */
    public boolean isAborted() {
        return writer.isAborted();
    }

    /**
     * Calls this if the response is aborted before it is finished; soon if it is aborted already. May be called again: all
     * are called, in this order.
     */
    public void onAbort(Callback callback) {
        connection.checkInLoop();
        writer.onAbort(callback);
    }

    // ---- for the connection

    /** Somebody goes on looking at it after it is finished: it must not become another one. */
    void keep() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    boolean keepsAlive() {
        return writer.keepsAlive();
    }

    /** The handler has failed. */
    void fail(Throwable failure) {
        connection.exchange().handlerFailed(this, failure);
    }

    /** Whether it is this very exception that who waits for the client was told; also when a task group throws it. */
    boolean isAbortedBy(Throwable failure) {
        return writer.isAbortedBy(failure);
    }

    void sendFailure() {
        fields.clear();
        fields.status(500);
        fields.add(HttpFields.TEXT);
        writer.send(ByteBuffer.wrap(ResponseHead.bytes("500 Internal Server Error\n")));
    }

    void resumeWriting() {
        writer.resumeWriting();
    }

    void abort(java.io.IOException cause) {
        writer.abort(cause);
    }

    void tellAborted() throws Exception {
        writer.tellAborted();
    }
}
