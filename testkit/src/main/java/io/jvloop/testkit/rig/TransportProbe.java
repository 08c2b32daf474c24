// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.ExceptionContext;
import io.jvloop.Probe;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Knows which connections are open, and passes everything on to the test's own probe. */
final class TransportProbe implements Probe {
    private final Probe next;
    private final BiConsumer<Transport, @Nullable Server> made;
    private final Set<Transport> open = new LinkedHashSet<>();

    TransportProbe(Probe next, BiConsumer<Transport, @Nullable Server> made) {
        this.next = next;
        this.made = made;
    }

    Set<Transport> open() {
        return open;
    }

    @Override
    public void connectionMade(Transport transport, @Nullable Server server) {
        open.add(transport);
        made.accept(transport, server);
        next.connectionMade(transport, server);
    }

    @Override
    public void connectionLost(Transport transport, @Nullable Throwable cause) {
        open.remove(transport);
        next.connectionLost(transport, cause);
    }

    @Override
    public void pollStarted(long timeoutNanos) {
        next.pollStarted(timeoutNanos);
    }

    @Override
    public void pollEnded() {
        next.pollEnded();
    }

    @Override
    public void received(Transport transport, int bytes) {
        next.received(transport, bytes);
    }

    @Override
    public void sent(Transport transport, long bytes) {
        next.sent(transport, bytes);
    }

    @Override
    public void failed(ExceptionContext context) {
        next.failed(context);
    }
}
