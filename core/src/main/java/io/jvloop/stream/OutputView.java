// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;

/** A writer as an output stream and as a channel. */
final class OutputView extends OutputStream implements WritableByteChannel {
    private final StreamWriter writer;
    private final byte[] one = new byte[1];
    private boolean closed;

    OutputView(StreamWriter writer) {
        this.writer = writer;
    }

    @Override
    public int write(ByteBuffer data) throws IOException {
        checkOpen();
        int count = data.remaining();
        writer.write(data);
        return count;
    }

    @Override
    public void write(int value) throws IOException {
        one[0] = (byte) value;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        checkOpen();
        writer.write(data, offset, length);
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
