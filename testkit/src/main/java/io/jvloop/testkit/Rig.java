// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BaseProtocol;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.io.IoFailure;
import io.jvloop.task.Body;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.LoopUnderTest;
import io.jvloop.testkit.rig.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop under test on one of the backends, with the other side of its connections in the test's hands: the argument of a
 * test with {@link EveryBackend}.
 *
 * <p>When the test is over the rig ends what is open, and then the test fails if anything is left (streams, listeners,
 * operations, descriptors, timers, callbacks, pooled memory), or if the exception handler was told anything that the test
 * has not taken with {@link #takeReports}. A timer of the test's own has to be cancelled by the test.
 *
 * <p>Thread: the test's, on which the loop runs too.
 */
public final class Rig implements AutoCloseable {
    /** Polls in which whatever was going to happen has happened. */
    private static final int SETTLING_POLLS = 30;

    private final Kernel kernel;
    private final LoopUnderTest tested;
    private final List<Serving<?>> servings = new ArrayList<>();

    Rig(Kernel kernel) throws IoFailure {
        this.kernel = kernel;
        this.tested = new LoopUnderTest(kernel);
        tested.onConnection(this::connectionMade);
    }

    private void connectionMade(Transport transport, @Nullable Server server) {
        for (Serving<?> serving : servings) {
            if (serving.server() == server) {
                serving.accepted(transport);
            }
        }
    }

    // ---- what it is

    /** The loop; opened with {@link LoopOptions#DEFAULT} if {@link #open} was not called. */
    public EventLoop loop() {
        return tested.loop();
    }

    /** Opens the loop with these options, before anything else needs it. */
    public EventLoop open(LoopOptions options) {
        return tested.open(options);
    }

    /** The backend's name, with what is left out of it, or the seed of a fake one. */
    public String backend() {
        return kernel.name();
    }

    /** Whether the kernel is a fake one, and time is not real. */
    public boolean isSimulated() {
        return kernel.isSimulated();
    }

    /** The kind of sockets that this run is about. */
    public SocketKind sockets() {
        return kernel.sockets();
    }

    World world() {
        return tested.world();
    }

    // ---- running the loop

    /** Runs the loop until this holds. Fails when it does not after a while (of virtual time on a fake kernel). */
    public void runUntil(BooleanSupplier condition) {
        runUntil("what the test waits for", condition);
    }

    /** As {@link #runUntil(BooleanSupplier)}, with a name for it in the failure's message. */
    public void runUntil(String what, BooleanSupplier condition) {
        tested.runUntil(what, condition);
    }

    /** Runs the loop until this is complete: its value, or its very failure. */
    public <T> @Nullable T await(CompletionStage<T> stage) throws Exception {
        return tested.await(stage);
    }

    /** Runs the loop until this has run as a task: its value, or its very failure. */
    public <T> @Nullable T run(Callable<T> main) throws Exception {
        return await(Tasks.submit(loop(), main));
    }

    /** As {@link #run(Callable)}, without a result. */
    public void run(Body main) throws Exception {
        await(Tasks.submit(loop(), main));
    }

    /** How tasks run here. */
    public TaskMode tasks() {
        return tested.loop().taskThreads().areLent() ? TaskMode.LENT : TaskMode.CARRIED;
    }

    /** One turn of the loop that does not wait. */
    public void turn() {
        tested.turn();
    }

    /** Runs the loop until whatever was going to happen has happened: before saying that something has not. */
    public void settle() {
        tested.settle(SETTLING_POLLS);
    }

    // ---- connections that the loop makes

    /** Has the loop connect to a peer, and runs until the connection stands on both sides. */
    public RecordingProtocol connect() {
        return connect(RecordingProtocol::new).protocol();
    }

    /** As {@link #connect()}, with a protocol of this factory's. */
    public <P extends BaseProtocol> Link<P> connect(ProtocolFactory<P> factory) {
        try (World.Listener listener = world().listen(sockets())) {
            LoopFuture<Connection<P>> connecting = connectTo(listener.address(), factory);
            Connection<P> connection = Objects.requireNonNull(await(connecting));
            return link(connection.transport(), connection.protocol(), accepted(listener));
        } catch (Exception failure) {
            throw new AssertionError("cannot connect", failure);
        }
    }

    private Peer accepted(World.Listener listener) {
        List<Peer> peers = new ArrayList<>();
        runUntil("the peer has accepted", () -> {
            Peer peer = listener.accept();
            return peer != null && peers.add(peer);
        });
        return peers.getFirst();
    }

    /** Has the loop connect to this address; the rest is the test's. */
    public <P extends BaseProtocol> LoopFuture<Connection<P>> connectTo(
            SocketAddress address, ProtocolFactory<P> factory) {
        return address instanceof UnixAddress unix
                ? loop().createUnixConnection(factory, unix)
                : connectTo((InetSocketAddress) address, factory);
    }

    private <P extends BaseProtocol> LoopFuture<Connection<P>> connectTo(
            InetSocketAddress address, ProtocolFactory<P> factory) {
        return loop().createConnection(factory, address.getAddress().getHostAddress(), address.getPort());
    }

    /** An address of this run's kind of sockets on which nobody listens. */
    public SocketAddress unusedAddress() {
        try {
            return world().unusedAddress(sockets());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // ---- connections that the loop accepts

    /** Has a server on the loop accept a peer, and runs until the connection stands on both sides. */
    public RecordingProtocol accept() {
        return serve(RecordingProtocol::new).accept().protocol();
    }

    /** Has the loop serve, on an address that is free. The rig closes the server in the end. */
    public <P extends BaseProtocol> Serving<P> serve(ProtocolFactory<P> factory) {
        try {
            LoopFuture<Server> opening = sockets() == SocketKind.UNIX
                    ? loop().createUnixServer(factory, (UnixAddress) unusedAddress(), UnixServerOptions.DEFAULT)
                    : loop().createServer(factory, "127.0.0.1", 0);
            return serving(Objects.requireNonNull(await(opening)));
        } catch (Exception failure) {
            throw new AssertionError("cannot serve", failure);
        }
    }

    /** Of a server that the test has made. The rig closes it in the end. */
    public <P extends BaseProtocol> Serving<P> serving(Server server) {
        Serving<P> serving = new Serving<>(this, server);
        servings.add(serving);
        tested.closeAtEnd(server);
        return serving;
    }

    static <P extends BaseProtocol> Link<P> link(Transport transport, P protocol, Peer peer) {
        if (protocol instanceof Recording recording) {
            recording.setPeer(peer);
        }
        return new Link<>(transport, protocol, peer);
    }

    // ---- the end

    /** What the exception handler was told, oldest first, since this was last asked. What is not taken fails the test. */
    public List<ExceptionContext> takeReports() {
        return tested.takeReports();
    }

    @Override
    public void close() {
        tested.close();
    }
}
