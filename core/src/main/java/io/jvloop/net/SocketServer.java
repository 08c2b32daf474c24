// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.TimerHandle;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listening sockets, and the connections that came in through them. */
public final class SocketServer implements Server {
    private final NetContext context;
    private final ProtocolFactory<?> factory;
    private final List<Listening> listeners = new ArrayList<>();
    private final Set<SocketTransport> connections = new LinkedHashSet<>();
    private final List<LoopPromise<Void>> waiters = new ArrayList<>();
    private final Runnable onClose;
    private final @Nullable Throwable origin;
    private @Nullable LoopPromise<Void> serving;
    private boolean started;
    private boolean closed;
    private int closingListeners;

    /** The sockets listen already; onClose is called when they are about to be given back. */
    SocketServer(NetContext context, ProtocolFactory<?> factory, List<IoListener> sockets, Runnable onClose) {
        this.context = context;
        this.factory = factory;
        this.onClose = onClose;
        this.origin = context.scheduler().debugging().origin("server");
        for (IoListener socket : sockets) {
            listeners.add(new Listening(context, this, socket));
        }
        context.open().servers().add(this);
    }

    // ---- serving

    @Override
    public List<SocketAddress> addresses() {
        checkInLoop();
        List<SocketAddress> addresses = new ArrayList<>();
        if (!closed) {
            for (Listening listener : listeners) {
                addresses.add(listener.address());
            }
        }
        return List.copyOf(addresses);
    }

    @Override
    public boolean isServing() {
        checkInLoop();
        return started && !closed;
    }

    @Override
    public void startServing() {
        checkInLoop();
        checkOpen();
        if (!started) {
            started = true;
            listeners.forEach(Listening::start);
        }
    }

    @Override
    public LoopFuture<Void> serveForever() {
        checkInLoop();
        checkOpen();
        if (serving != null) {
            throw new IllegalStateException("serveForever() was called already: " + this);
        }
        startServing();
        LoopPromise<Void> promise = context.loop().createFuture();
        promise.onCancel(_ -> close());
        serving = promise;
        return promise.future();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("closed: " + this);
        }
    }

    /** A connection has come in. */
    void accepted(IoStream stream) {
        context.counters().accepted++;
        BaseProtocol protocol;
        try {
            protocol = SocketTransport.checked(factory.create());
        } catch (Throwable failure) {
            stream.close(_ -> {});
            context.errors()
                    .report(ExceptionContext.of("Exception in the protocol factory of a server", failure)
                            .withServer(this)
                            .withOrigin(origin));
            return;
        }
        new SocketTransport(context, stream, protocol, this).startOrLose();
    }

    void attach(SocketTransport connection) {
        connections.add(connection);
    }

    void detach(SocketTransport connection) {
        connections.remove(connection);
        wakeWaiters();
    }

    @Override
    public int connectionCount() {
        checkInLoop();
        return connections.size();
    }

    // ---- ending

    @Override
    public void close() {
        checkInLoop();
        if (closed) {
            return;
        }
        closed = true;
        context.open().servers().remove(this);
        onClose.run();
        closingListeners = listeners.size();
        for (Listening listener : listeners) {
            listener.close(_ -> {
                closingListeners--;
                wakeWaiters();
            });
        }
        if (serving != null) {
            serving.cancel(false);
        }
    }

    @Override
    public void closeClients() {
        checkInLoop();
        List.copyOf(connections).forEach(SocketTransport::close);
    }

    @Override
    public void abortClients() {
        checkInLoop();
        List.copyOf(connections).forEach(SocketTransport::abort);
    }

    @Override
    public LoopFuture<Void> waitClosed() {
        return waiter().future();
    }

    private LoopPromise<Void> waiter() {
        checkInLoop();
        LoopPromise<Void> waiter = context.loop().createFuture();
        waiters.add(waiter);
        waiter.onCancel(_ -> waiters.remove(waiter));
        wakeWaiters();
        return waiter;
    }

    private void wakeWaiters() {
        if (closed && closingListeners == 0 && connections.isEmpty()) {
            List<LoopPromise<Void>> woken = List.copyOf(waiters);
            waiters.clear();
            woken.forEach(waiter -> waiter.complete(null));
        }
    }

    @Override
    public LoopFuture<Integer> shutdown(Duration deadline) {
        Objects.requireNonNull(deadline);
        close();
        int[] aborted = new int[1];
        TimerHandle timer = context.scheduler().callLater(deadline, () -> {
            aborted[0] = connections.size();
            abortClients();
        });
        return Shutdown.until(context.loop(), waiter().future(), timer::cancel, () -> aborted[0]);
    }

    @Override
    public EventLoop loop() {
        return context.loop();
    }

    /** In debug mode: where it was made. */
    public @Nullable Throwable origin() {
        return origin;
    }

    private void checkInLoop() {
        context.scheduler().ownership().check();
    }

    @Override
    public String toString() {
        List<String> addresses = listeners.stream()
                .map(listener -> NetErrors.text(listener.address()))
                .toList();
        return "Server[" + (closed ? "closed" : String.join(", ", addresses)) + "]";
    }
}
