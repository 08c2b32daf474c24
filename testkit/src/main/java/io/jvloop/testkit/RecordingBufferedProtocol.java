// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BufferedProtocol;
import java.nio.ByteBuffer;

/** A {@link BufferedProtocol} that remembers every callback, in order, and every byte. */
public final class RecordingBufferedProtocol extends Recording implements BufferedProtocol {
    private final ByteBuffer buffer;

    /** With a direct buffer of 4 KiB. */
    public RecordingBufferedProtocol() {
        this(ByteBuffer.allocateDirect(4096));
    }

    /** With this buffer, all of which is handed out each time. */
    public RecordingBufferedProtocol(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) throws Exception {
        called(Call.GET_BUFFER);
        return buffer.clear();
    }

    @Override
    public void bufferUpdated(int count) throws Exception {
        if (count < 1 || buffer.position() != count) {
            throw new AssertionError("bufferUpdated(" + count + ") with " + buffer);
        }
        add(buffer.duplicate().flip());
        called(Call.BUFFER_UPDATED);
    }

    @Override
    public boolean eofReceived() throws Exception {
        return eof();
    }
}
