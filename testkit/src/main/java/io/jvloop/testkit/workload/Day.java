// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.BaseProtocol;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.Probe;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.testkit.Fault;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.rig.LoopUnderTest;
import io.jvloop.testkit.rig.World;
import io.jvloop.testkit.sim.Dice;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.Trace;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happens on one loop, from its first server to its last connection, as the dice have it. */
final class Day {
    private static final int STEP_NANOS_MAX = 2_000_000;
    private static final int ENDS_MAX = 16;

    private final LoopUnderTest tested;
    private final SimNetwork network;
    private final Dice dice;
    private final Wire.All wires = new Wire.All();
    private final List<End> ends = new ArrayList<>();
    private final List<LoopFuture<?>> connecting = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private final Set<Throwable> intended = new HashSet<>();
    private final EventLoop loop;
    private final Chores chores;
    private World.@Nullable Listener elsewhere;
    private @Nullable Broken broken;
    private int steps;
    private int factoryFailures;
    private boolean active = true;

    Day(LoopUnderTest tested, SimNetwork network, Dice dice) {
        this.tested = tested;
        this.network = network;
        this.dice = dice;
        this.loop = tested.open(LoopOptions.DEFAULT.withProbe(new Probe() {
            @Override
            public void pollStarted(long timeoutNanos) {
                beforePoll();
            }
        }));
        this.chores = new Chores(loop, this);
    }

    // ---- for its ends

    Dice dice() {
        return dice;
    }

    Trace trace() {
        return network.trace();
    }

    Wire.All wires() {
        return wires;
    }

    boolean isActive() {
        return active;
    }

    int number(End end) {
        return ends.indexOf(end);
    }

    void made(End end) {
        ends.add(end);
    }

    End anyEnd(End self) {
        return dice.chance(0.5) ? self : ends.get(dice.below(ends.size()));
    }

    void thrown(Throwable failure) {
        intended.add(failure);
    }

    boolean isIntended(Throwable failure) {
        return intended.contains(failure);
    }

    boolean hasFailures() {
        return network.faults().rate(Fault.RESET) > 0;
    }

    /** Remembers the first one: it is thrown again when all is over, whoever catches it now. */
    Broken broken(Broken wrong) {
        if (broken == null) {
            broken = wrong;
        }
        return wrong;
    }

    // ---- the day

    void run() throws Exception {
        elsewhere = tested.world().listen(SocketKind.TCP);
        openServer();
        steps = 30 + dice.below(150);
        loop.callSoon(this::step);
        tested.runUntil("the steps are done", () -> steps == 0 || broken != null);
        throwIfBroken();
        windDown();
        throwIfBroken();
        checkReports();
    }

    private void throwIfBroken() {
        if (broken != null) {
            throw broken;
        }
    }

    private void beforePoll() {
        acceptElsewhere();
        for (End end : ends) {
            if (end instanceof LoopEnd ours) {
                try {
                    ours.checkFlowControl();
                } catch (Broken wrong) {
                    var _ = broken(wrong);
                }
            }
        }
    }

    private void acceptElsewhere() {
        Peer peer = elsewhere == null ? null : elsewhere.accept();
        if (peer != null) {
            ends.add(new PeerEnd(peer, false, wires, trace()));
        }
    }

    private void step() throws Exception {
        int action = dice.below(20);
        trace().add("step", action, steps);
        switch (action) {
            case 0, 1, 2 -> connectToServer();
            case 3 -> connectElsewhere();
            case 4, 5 -> peerConnects();
            case 6 -> connectUnix();
            case 7 -> cancelConnecting();
            case 8, 9 -> chores.any(dice);
            case 10 -> rarely(this::changeServers);
            default -> anyActs();
        }
        if (--steps > 0) {
            loop.callLater(Duration.ofNanos(dice.below(STEP_NANOS_MAX)), this::step);
        }
    }

    private void rarely(Runnable action) {
        if (dice.chance(0.3)) {
            action.run();
        }
    }

    private void anyActs() {
        if (!ends.isEmpty()) {
            ends.get(dice.below(ends.size())).act(dice);
        }
    }

    // ---- connections

    private static int port(@Nullable Object address) {
        return address instanceof InetSocketAddress internet ? internet.getPort() : -1;
    }

    private BaseProtocol client(Function<Transport, Object> keyOf) {
        return new LoopEnd(true, this, keyOf).protocol(dice);
    }

    private BaseProtocol server(Function<Transport, Object> keyOf) {
        if (dice.chance(0.01)) {
            factoryFailures++;
            throw new IllegalStateException("no protocol, on purpose");
        }
        return new LoopEnd(false, this, keyOf).protocol(dice);
    }

    private ProtocolFactory<BaseProtocol> tcpClient() {
        return () -> client(transport -> port(transport.localAddress()));
    }

    private boolean isCrowded() {
        return ends.stream().filter(end -> !end.isOver()).count() >= ENDS_MAX;
    }

    private @Nullable InetSocketAddress anyServer() {
        List<InetSocketAddress> open = servers.stream()
                .flatMap(server -> server.addresses().stream())
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .toList();
        return open.isEmpty() ? null : open.get(dice.below(open.size()));
    }

    private void connectToServer() {
        InetSocketAddress address = anyServer();
        if (address != null && !isCrowded()) {
            connect(address);
        }
    }

    private void connectElsewhere() {
        if (elsewhere != null && !isCrowded()) {
            connect((InetSocketAddress) elsewhere.address());
        }
    }

    private void connect(InetSocketAddress address) {
        String host = dice.chance(0.2) ? "localhost" : "127.0.0.1";
        connecting(loop.createConnection(tcpClient(), host, address.getPort()));
    }

    private void connecting(LoopFuture<?> future) {
        connecting.add(future);
        var _ = future.handle((connection, failure) -> connecting.remove(future));
    }

    private void peerConnects() throws Exception {
        InetSocketAddress address = anyServer();
        if (address != null && !isCrowded()) {
            ends.add(new PeerEnd(tested.world().connect(address), true, wires, trace()));
        }
    }

    /** A server for this one connection: that is how both ends know each other. */
    private void connectUnix() throws Exception {
        UnixAddress address = (UnixAddress) tested.world().unusedAddress(SocketKind.UNIX);
        LoopFuture<Server> opening =
                loop.createUnixServer(() -> server(_ -> address), address, UnixServerOptions.DEFAULT);
        connecting(opening.thenCompose(server -> {
            servers.add(server);
            return loop.createUnixConnection(() -> client(_ -> address), address);
        }));
    }

    private void cancelConnecting() {
        if (!connecting.isEmpty()) {
            var _ = connecting.get(dice.below(connecting.size())).cancel(true);
        }
    }

    // ---- servers

    private void openServer() throws Exception {
        LoopFuture<Server> opening =
                loop.createServer(() -> server(transport -> port(transport.remoteAddress())), "127.0.0.1", 0);
        Server server = tested.await(opening);
        servers.add(java.util.Objects.requireNonNull(server));
    }

    private void changeServers() {
        Server server = servers.get(dice.below(servers.size()));
        switch (dice.below(4)) {
            case 0 -> server.close();
            case 1 -> {
                expectClose(false);
                server.closeClients();
            }
            case 2 -> {
                expectClose(true);
                server.abortClients();
            }
            default ->
                connecting(loop.createServer(() -> server(transport -> port(transport.remoteAddress())), "127.0.0.1", 0)
                        .thenAccept(servers::add));
        }
    }

    private void expectClose(boolean abort) {
        for (End end : ends) {
            if (end instanceof LoopEnd ours && !ours.isClient()) {
                ours.closing(abort);
            }
        }
    }

    // ---- the evening

    private void windDown() throws Exception {
        active = false;
        servers.forEach(Server::close);
        tested.runUntil("nobody connects", () -> {
            ends.forEach(End::windDown);
            return connecting.isEmpty() || broken != null;
        });
        servers.forEach(Server::close);
        try {
            tested.runUntil("all connections end", () -> {
                ends.forEach(End::windDown);
                return broken != null || (chores.areDone() && ends.stream().allMatch(End::isOver));
            });
        } catch (AssertionError stuck) {
            throw new AssertionError(
                    "still there: " + ends.stream().filter(end -> !end.isOver()).toList()
                            + (chores.areDone() ? "" : ", chores"),
                    stuck);
        }
        throwIfBroken();
        for (Server server : servers) {
            tested.await(server.waitClosed());
        }
        for (End end : ends) {
            if (end instanceof PeerEnd peer) {
                peer.check();
            }
        }
    }

    private void checkReports() {
        Set<Throwable> expected = new HashSet<>(intended);
        for (ExceptionContext report : tested.takeReports()) {
            Throwable failure = report.exception();
            boolean accept = network.faults().rate(Fault.FAILED_ACCEPT) > 0
                    && report.message().startsWith("accept failed");
            boolean factory = failure instanceof IllegalStateException && factoryFailures-- > 0;
            if (!accept && !factory && !expected.remove(failure)) {
                throw new Broken("reported: " + report);
            }
        }
        if (!expected.isEmpty()) {
            throw new Broken("thrown and not reported: " + expected.size());
        }
    }
}
