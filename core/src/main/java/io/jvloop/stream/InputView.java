// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reader as an input stream and as a channel. */
final class InputView extends InputStream implements ReadableByteChannel {
    private static final int WRAPPED_MAX = 16 * 1024;

    private final StreamReader reader;
    private final StreamWriter writer;
    private final byte[] one = new byte[1];

    /**
     * A buffer around the array that was read into last: most code reads into the same one again and again. Null while a call has it,
     * and after a larger one, which an idle connection shall not hold on to.
     */
    private @Nullable ByteBuffer wrapped;

    /** What that is around. */
    private byte[] array = one;

    private boolean closed;

    InputView(StreamReader reader, StreamWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        return reader.read(target);
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        checkOpen();
        ByteBuffer buffer = wrapped;
        wrapped = null;
        if (buffer == null || array != target) {
            buffer = ByteBuffer.wrap(target);
        }
        try {
            return reader.read(buffer.limit(offset + length).position(offset));
        } finally {
            boolean isSmall = target.length <= WRAPPED_MAX;
            wrapped = isSmall ? buffer : null;
            array = isSmall ? target : one;
        }
    }

    @Override
    public int available() throws IOException {
        checkOpen();
        return reader.available();
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        writer.close();
    }
}
