// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.Protocol;
import io.jvloop.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Between a transport and its streams. */
class StreamProtocol implements Protocol {
    private final StreamOptions options;
    private @Nullable StreamPair streams;

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
        streams = new StreamPair(new StreamReader(transport, writer, options.limitBytes()), writer);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        streams().reader().received(data);
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
}
