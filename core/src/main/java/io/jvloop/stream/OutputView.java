// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * A writer as an output stream and as a channel. A call waits before it takes its bytes and not behind that, so that one that is
 * cancelled has written nothing: the JDK's buffered streams write again what a call has failed to write, at the latest when they
 * are closed.
 */
final class OutputView extends OutputStream implements WritableByteChannel {
    private final StreamWriter writer;
    private final byte[] one = new byte[1];
    private boolean closed;

    OutputView(StreamWriter writer) {
        this.writer = writer;
    }

    @Override
    public int write(ByteBuffer data) throws IOException {
        waitForRoom();
        int count = data.remaining();
        writer.take(data);
        return count;
    }

    @Override
    public void write(int value) throws IOException {
        waitForRoom();
        one[0] = (byte) value;
        writer.take(one, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, data.length);
        waitForRoom();
        writer.take(data, offset, length);
    }

    private void waitForRoom() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        try {
            writer.waitForRoom();
        } catch (IOException lost) {
            throw writer.again(lost);
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
