// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.Transport;
import io.jvloop.io.Memory;
import io.jvloop.net.RawProtocol;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The protocol that stands between a transport and its two streams. */
class StreamProtocol implements RawProtocol {
    private final StreamOptions options;
    private @Nullable StreamPair streams;
    private @Nullable StreamReader reader;

    StreamProtocol(StreamOptions options) {
        this.options = options;
    }

    StreamPair streams() {
        if (streams == null) {
            throw new IllegalStateException("not connected");
        }
        return streams;
    }

    @Override
    public void connectionMade(Transport transport) {
        StreamWriter writer = new StreamWriter(transport);
        reader = new StreamReader(transport, writer, options.limitBytes());
        streams = new StreamPair(reader, writer);
    }

    @Override
    public void received(Memory memory, int offset, int length) {
        if (reader != null) {
            reader.received(memory, offset, length);
        }
    }

    @Override
    public boolean eofReceived() {
        streams().reader().end(null);
        return true; // the other direction is the user's to end
    }

    @Override
    public void pauseWriting() {
        streams().writer().pause();
    }

    @Override
    public void resumeWriting() {
        streams().writer().resume();
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        IOException failure =
                cause == null || cause instanceof IOException ? (IOException) cause : new IOException(cause);
        streams().writer().lose(failure);
        streams().reader().end(failure);
    }

    /** Refuses every thread but the loop's, for both halves of a connection. */
    static void checkInLoop(Transport transport) {
        if (!transport.loop().inLoop()) {
            throw new IllegalStateException(
                    "a stream may only be used on its loop, in a task; this is " + Thread.currentThread());
        }
    }
}
