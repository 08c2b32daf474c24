// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.Protocol;
import io.jvloop.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends back what it receives. It does not read from a client that does not read. */
final class Echo implements Protocol {
    private @Nullable Transport transport;

    private Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("not connected");
        }
        return transport;
    }

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport().write(data);
    }

    @Override
    public void pauseWriting() {
        transport().pauseReading();
    }

    @Override
    public void resumeWriting() {
        transport().resumeReading();
    }
}
