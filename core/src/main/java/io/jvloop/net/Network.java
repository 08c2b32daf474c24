// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.io.Capability;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Result;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections and servers. What users ask for wrongly is thrown at the door; what the world or the backend refuses
 * fails the future.
 *
 * <p>Thread: the loop's.
 */
public final class Network {
    private final NetContext context;
    private final Hosts hosts;

    /** With this way to find addresses. */
    public Network(NetContext context, Resolver resolver) {
        this.context = context;
        this.hosts = new Hosts(context, resolver);
    }

    // ---- connections

    /** By TCP. */
    public <P extends BaseProtocol> LoopFuture<Connection<P>> connect(
            ProtocolFactory<P> factory, String host, int port, ConnectOptions options) {
        Objects.requireNonNull(factory);
        Objects.requireNonNull(options);
        Hosts.checkPort(port, 1);
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host to connect to");
        }
        LoopPromise<Connection<P>> promise = context.loop().createFuture();
        Connector<P> connector = new Connector<>(context, factory, options, promise);
        hosts.resolve(List.of(host), port, options.family(), (remote, failure) -> {
            if (remote == null) {
                connector.fail(known(failure));
            } else {
                List<InetSocketAddress> ordered = options.happyEyeballsDelay() == null ? remote : interleaved(remote);
                resolveLocal(options, connector, ordered);
            }
        });
        return promise.future();
    }

    private void resolveLocal(ConnectOptions options, Connector<?> connector, List<InetSocketAddress> remote) {
        InetSocketAddress local = options.localAddress();
        if (local == null) {
            connector.connect(remote, List.of());
        } else if (!local.isUnresolved()) {
            connector.connect(remote, List.of(local));
        } else {
            hosts.resolve(List.of(local.getHostString()), local.getPort(), null, (resolved, failure) -> {
                if (resolved == null) {
                    connector.fail(known(failure));
                } else {
                    connector.connect(remote, resolved);
                }
            });
        }
    }

    private static Throwable known(@Nullable Throwable failure) {
        return failure != null ? failure : new AssertionError("neither an answer nor a failure");
    }

    /** The families in turn, beginning with the first one's (RFC 8305, section 4). */
    private static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses) {
        Map<StandardProtocolFamily, List<InetSocketAddress>> families = new LinkedHashMap<>();
        for (InetSocketAddress address : addresses) {
            families.computeIfAbsent(Hosts.familyOf(address.getAddress()), _ -> new ArrayList<>())
                    .add(address);
        }
        List<InetSocketAddress> turns = new ArrayList<>();
        for (int i = 0; turns.size() < addresses.size(); i++) {
            for (List<InetSocketAddress> family : families.values()) {
                if (i < family.size()) {
                    turns.add(family.get(i));
                }
            }
        }
        return turns;
    }

    /** To a UNIX socket. */
    public <P extends BaseProtocol> LoopFuture<Connection<P>> connectUnix(
            ProtocolFactory<P> factory, UnixAddress address) {
        Objects.requireNonNull(factory);
        checkNamed(address);
        LoopPromise<Connection<P>> promise = context.loop().createFuture();
        new Connector<>(context, factory, ConnectOptions.DEFAULT, promise).connect(List.of(address), List.of());
        return promise.future();
    }

    /** Of somebody else's descriptor. */
    public <P extends BaseProtocol> LoopFuture<Connection<P>> adopt(ProtocolFactory<P> factory, int descriptor) {
        Objects.requireNonNull(factory);
        LoopPromise<Connection<P>> promise = context.loop().createFuture();
        // taken over in the turn in which it is started, so that nothing can happen to it in between
        context.scheduler().callSoonInternally(() -> {
            if (!promise.isDone()) { // else cancelled: it stays the caller's
                adopt(promise, factory, descriptor);
            }
        });
        return promise.future();
    }

    private <P extends BaseProtocol> void adopt(
            LoopPromise<Connection<P>> promise, ProtocolFactory<P> factory, int descriptor) {
        P protocol;
        IoStream stream;
        try {
            protocol = factory.create(); // first: until it is there the descriptor stays the caller's
            SocketTransport.checked(protocol);
            if (promise.isDone()) {
                return; // cancelled in the factory, or by another thread
            }
            stream = context.io().adoptStream(descriptor);
        } catch (Throwable failure) {
            promise.completeExceptionally(
                    failure instanceof IoFailure known ? NetErrors.adopt(descriptor, known.result()) : failure);
            return;
        }
        context.counters().connected++;
        SocketTransport transport = new SocketTransport(context, stream, protocol, null);
        try {
            transport.start();
        } catch (RuntimeException failure) { // the kernel will not watch it, or it is not what it was any more
            stream.disown();
            transport.fail(failure);
            promise.completeExceptionally(failure);
            return;
        }
        if (!promise.complete(new Connection<>(transport, protocol))) {
            transport.close(); // nobody will ever get to know of it
        }
    }

    // ---- servers

    /** By TCP. */
    public LoopFuture<Server> listen(ProtocolFactory<?> factory, List<String> names, int port, ServerOptions options) {
        Objects.requireNonNull(factory);
        Objects.requireNonNull(options);
        Hosts.checkPort(port, 0);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no host to listen on; the empty string is every interface");
        }
        LoopPromise<Server> promise = context.loop().createFuture();
        hosts.resolve(expanded(names, options), port, options.family(), (addresses, failure) -> {
            if (promise.isDone()) {
                return; // cancelled meanwhile
            }
            if (addresses == null) {
                promise.completeExceptionally(known(failure));
            } else {
                listenOn(promise, factory, addresses, options);
            }
        });
        return promise.future();
    }

    /** The empty name is every interface, of both families where they do not get in each other's way. */
    private List<String> expanded(List<String> names, ServerOptions options) {
        List<String> expanded = new ArrayList<>();
        for (String name : names) {
            if (!name.isBlank()) {
                expanded.add(name);
                continue;
            }
            boolean both = options.family() == null
                    && !Boolean.FALSE.equals(options.ipv6Only())
                    && context.io().capabilities().contains(Capability.IPV6_ONLY);
            if (both || options.family() == StandardProtocolFamily.INET) {
                expanded.add("0.0.0.0");
            }
            if (options.family() != StandardProtocolFamily.INET) {
                expanded.add("::");
            }
        }
        return expanded;
    }

    private void listenOn(
            LoopPromise<Server> promise,
            ProtocolFactory<?> factory,
            List<InetSocketAddress> addresses,
            ServerOptions options) {
        List<IoListener> sockets = new ArrayList<>();
        IOException unavailable = null;
        try {
            for (InetSocketAddress address : addresses) {
                try {
                    sockets.add(context.io().listen(address, socketOptions(options, address)));
                } catch (IoFailure failure) {
                    if (!isFamilyMissing(failure)) {
                        throw NetErrors.bind(address, failure.result());
                    }
                    unavailable = NetErrors.bind(address, failure.result());
                }
            }
            if (sockets.isEmpty() && unavailable != null) {
                throw unavailable;
            }
        } catch (IOException | RuntimeException failure) {
            sockets.forEach(socket -> socket.close(_ -> {}));
            promise.completeExceptionally(failure);
            return;
        }
        SocketServer server = new SocketServer(context, factory, sockets, () -> {});
        serve(promise, server, options.startServing(), server::close);
    }

    /** A host without IPv6 listens on what it has, as in asyncio. */
    private static boolean isFamilyMissing(IoFailure failure) {
        IoError error = Result.error(failure.result());
        return error == IoError.ADDRESS_NOT_AVAILABLE || error == IoError.ADDRESS_FAMILY_NOT_SUPPORTED;
    }

    private ListenOptions socketOptions(ServerOptions options, @Nullable InetSocketAddress address) {
        InetAddress host = address == null ? null : address.getAddress();
        boolean matters = host instanceof Inet6Address && host.isAnyLocalAddress();
        boolean can = context.io().capabilities().contains(Capability.IPV6_ONLY);
        if (matters && !can && Boolean.TRUE.equals(options.ipv6Only())) {
            throw new UnsupportedOperationException("the " + context.io().name()
                    + " backend has no IPV6_V6ONLY: an IPv6 socket on every interface takes IPv4 connections too");
        }
        return new ListenOptions(
                options.backlog(),
                options.reuseAddress(),
                options.reusePort(),
                can && !Boolean.FALSE.equals(options.ipv6Only()),
                options.noDelay(),
                options.keepAlive());
    }

    private static void serve(LoopPromise<Server> promise, SocketServer server, boolean now, Runnable givingUp) {
        if (now) {
            try {
                server.startServing();
            } catch (IllegalStateException refused) {
                givingUp.run();
                promise.completeExceptionally(new IOException(server + " cannot be watched", refused));
                return;
            }
        }
        if (!promise.complete(server)) {
            server.close();
        }
    }

    /** On a UNIX socket. */
    public LoopFuture<Server> listenUnix(ProtocolFactory<?> factory, UnixAddress address, UnixServerOptions options) {
        Objects.requireNonNull(factory);
        checkNamed(address);
        LoopPromise<Server> promise = context.loop().createFuture();
        IoListener socket;
        try {
            socket = listenUnix(address, options.backlog());
        } catch (IoFailure failure) {
            promise.completeExceptionally(NetErrors.bind(address, failure.result()));
            return promise.future();
        } catch (UnsupportedOperationException refused) {
            promise.completeExceptionally(refused);
            return promise.future();
        }
        Object file = options.cleanupSocket() ? UnixFiles.identity(address) : null;
        Runnable cleanUp = file == null ? () -> {} : () -> removeFile(address, file);
        SocketServer server = new SocketServer(context, factory, List.of(socket), cleanUp);
        serve(promise, server, options.startServing(), server::close);
        return promise.future();
    }

    /** A file is in the way only if binding says so: nothing is removed for an address that cannot be bound anyway. */
    private IoListener listenUnix(UnixAddress address, int backlog) throws IoFailure {
        ListenOptions options = new ListenOptions(backlog, false, false, false, false, false);
        try {
            return context.io().listen(address, options);
        } catch (IoFailure failure) {
            if (Result.error(failure.result()) != IoError.ADDRESS_IN_USE || !UnixFiles.removeSocketFile(address)) {
                throw failure;
            }
        }
        return context.io().listen(address, options);
    }

    private void removeFile(UnixAddress address, Object file) {
        try {
            UnixFiles.remove(address, file);
        } catch (RuntimeException failure) {
            context.errors().report(ExceptionContext.of("Unable to clean up a UNIX socket", failure));
        }
    }

    private static void checkNamed(UnixAddress address) {
        if (address.isUnnamed()) {
            throw new IllegalArgumentException("a UNIX socket without a name cannot be listened on or connected to");
        }
    }

    /** On somebody else's descriptor. */
    public LoopFuture<Server> adoptServer(ProtocolFactory<?> factory, int descriptor, ServerOptions options) {
        Objects.requireNonNull(factory);
        Objects.requireNonNull(options);
        LoopPromise<Server> promise = context.loop().createFuture();
        try {
            IoListener socket = context.io().adoptListener(descriptor, socketOptions(options, null));
            SocketServer server = new SocketServer(context, factory, List.of(socket), () -> {});
            serve(promise, server, options.startServing(), () -> {
                socket.disown();
                server.close();
            });
        } catch (IoFailure failure) {
            promise.completeExceptionally(NetErrors.adopt(descriptor, failure.result()));
        } catch (UnsupportedOperationException refused) {
            promise.completeExceptionally(refused);
        }
        return promise.future();
    }

    // ---- the end

    /** Gives up every connection that is being made. */
    public void close() {
        for (Connector<?> connector : List.copyOf(context.open().connectors())) {
            connector.fail(new CancellationException("the event loop was closed"));
        }
    }
}
