// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.Backend;
import io.jvloop.ServerOptions;
import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Result;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.PassingIo;
import io.jvloop.testkit.sim.SimIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import io.jvloop.testkit.sim.SimWorld;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A kernel that watches no more, as epoll beyond fs.epoll.max_user_watches: that is the loss of one connection. */
class UnwatchedTest {
    private final IllegalStateException refusal = new IllegalStateException("epoll_ctl of descriptor 9: ENOSPC");

    /** What it refuses from now on. */
    private @Nullable String refused;

    private @Nullable Acceptor accepting;
    private int accepts;

    private final class Refusing extends PassingIo {
        Refusing(Io io) {
            super(io);
        }

        @Override
        public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
            IoListener listener = super.listen(address, options);
            return new IoListener() {
                @Override
                public SocketAddress address() {
                    return listener.address();
                }

                @Override
                public void accept(Acceptor acceptor) {
                    if ("accept".equals(refused)) {
                        throw refusal;
                    }
                    accepting = acceptor;
                    accepts++;
                    if (accepts > 1) {
                        return; // what is below has not failed
                    }
                    listener.accept(new Acceptor() {
                        @Override
                        public void accepted(IoStream stream) {
                            acceptor.accepted(refusing(stream));
                        }

                        @Override
                        public void acceptFailed(int result) {
                            acceptor.acceptFailed(result);
                        }
                    });
                }

                @Override
                public void close(Completion closed) {
                    listener.close(closed);
                }
            };
        }

        @Override
        public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
                throws IoFailure {
            if ("connect".equals(refused)) {
                throw refusal;
            }
            return refusing(super.connect(remote, local, connected));
        }
    }

    private IoStream refusing(IoStream stream) {
        return (IoStream) Proxy.newProxyInstance(
                IoStream.class.getClassLoader(), new Class<?>[] {IoStream.class}, (_, method, arguments) -> {
                    if (method.getName().equals(refused)) {
                        throw refusal;
                    }
                    return method.invoke(stream, arguments);
                });
    }

    private Rig rig() throws IoFailure {
        SimNetwork network = new SimNetwork(1, Faults.NONE);
        return new Rig(new Kernel(
                "sim",
                Backend.EPOLL,
                SocketKind.TCP,
                1L,
                () -> new Kernel.Opened(
                        SimParts.of(network, new Refusing(new SimIo(network))),
                        new SimWorld(network),
                        network.trace()::length)));
    }

    /** Lost, with the reason, and the loop serves on. */
    private void assertLost(Rig rig, RecordingProtocol protocol) {
        rig.runUntil(protocol::isLost);
        assertSame(refusal, Objects.requireNonNull(protocol.cause()).getCause());
        refused = null;
        RecordingProtocol next = rig.connect();
        next.peer().send("hello");
        rig.runUntil(() -> next.receivedText().equals("hello"));
    }

    @Test
    void aConnectionThatCannotBeWatchedIsLost() throws Exception {
        try (Rig rig = rig()) {
            refused = "startReceiving";
            assertLost(rig, rig.connect());
        }
    }

    @Test
    void anAcceptedConnectionThatCannotBeWatchedIsLost() throws Exception {
        try (Rig rig = rig()) {
            var serving = rig.serve(RecordingProtocol::new);
            refused = "startReceiving";
            Peer peer = serving.connect();
            rig.runUntil(() -> serving.transports().size() == 1);
            rig.runUntil(() -> serving.server().connectionCount() == 0);
            refused = null;
            serving.accept();
            peer.close();
        }
    }

    @Test
    void aPausedConnectionThatCannotBeWatchedAgainIsLost() throws Exception {
        try (Rig rig = rig()) {
            RecordingProtocol protocol = rig.connect();
            protocol.transport().pauseReading();
            refused = "startReceiving";
            protocol.transport().resumeReading();
            assertLost(rig, protocol);
        }
    }

    @Test
    void aConnectionWhoseRoomCannotBeWatchedIsLost() throws Exception {
        try (Rig rig = rig()) {
            RecordingProtocol protocol = rig.connect();
            protocol.peer().pauseReading();
            refused = "awaitWritable";
            protocol.transport().write(ByteBuffer.allocateDirect(20_000_000));
            assertLost(rig, protocol);
        }
    }

    @Test
    void aServerThatCannotBeWatchedIsNotOpened() throws Exception {
        try (Rig rig = rig()) {
            refused = "accept";
            IOException failure = assertThrows(
                    IOException.class,
                    () -> rig.await(
                            rig.loop().createServer(RecordingProtocol::new, "localhost", 0, ServerOptions.DEFAULT)));
            assertSame(refusal, failure.getCause());
        }
    }

    @Test
    void aListenerThatCannotBeWatchedAgainIsTriedAgain() throws Exception {
        try (Rig rig = rig()) {
            rig.serve(RecordingProtocol::new);
            refused = "accept";
            Objects.requireNonNull(accepting).acceptFailed(Result.of(IoError.OUT_OF_DESCRIPTORS, 0));
            rig.loop().callLater(Duration.ofMillis(1500), () -> refused = null);
            rig.runUntil(() -> accepts == 2);
            assertEquals(1, rig.takeReports().size(), "said once");
        }
    }

    @Test
    void anAttemptThatCannotBeWatchedHasFailed() throws Exception {
        try (Rig rig = rig()) {
            SocketAddress somewhere = rig.unusedAddress();
            refused = "connect";
            IOException failure =
                    assertThrows(IOException.class, () -> rig.await(rig.connectTo(somewhere, RecordingProtocol::new)));
            assertSame(refusal, failure.getCause());
        }
    }
}
