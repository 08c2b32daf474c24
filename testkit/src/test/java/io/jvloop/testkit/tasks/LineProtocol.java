// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import io.jvloop.LoopPromise;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines, each of which gets a reply. */
final class LineProtocol implements Protocol {
    private final BiConsumer<String, Consumer<String>> handler;
    private final Consumer<@Nullable Throwable> onLost;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Transport transport;

    /** One that answers. */
    LineProtocol(BiConsumer<String, Consumer<String>> handler) {
        this.handler = handler;
        this.onLost = _ -> {};
    }

    /** One that waits for the first line. */
    LineProtocol(LoopPromise<String> first) {
        this.handler = (line, _) -> first.complete(line);
        this.onLost = cause -> first.completeExceptionally(new IOException("the connection was lost", cause));
    }

    void write(String line) {
        Objects.requireNonNull(transport).write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        text.append(StandardCharsets.UTF_8.decode(data));
        for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
            String line = text.substring(0, end);
            text.delete(0, end + 1);
            handler.accept(line, this::write);
        }
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        onLost.accept(cause);
    }
}
