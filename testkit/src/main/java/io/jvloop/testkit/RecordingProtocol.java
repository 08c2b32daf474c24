// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.Protocol;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link Protocol} that remembers every callback, in order, and every byte. */
public final class RecordingProtocol extends Recording implements Protocol {
    private @Nullable Consumer<ByteBuffer> onData;

    /** With nothing remembered. */
    public RecordingProtocol() {}

    /** Does this inside dataReceived from now on, with the bytes as they came; it may throw. */
    public void onData(Consumer<ByteBuffer> action) {
        onData = action;
    }

    @Override
    public void dataReceived(ByteBuffer data) throws Exception {
        if (data.position() != 0 || !data.hasRemaining() || !data.isReadOnly()) {
            throw new AssertionError("dataReceived(" + data + ")");
        }
        add(data.duplicate());
        called(Call.DATA_RECEIVED);
        if (onData != null) {
            onData.accept(data);
        }
    }

    @Override
    public boolean eofReceived() throws Exception {
        return eof();
    }
}
