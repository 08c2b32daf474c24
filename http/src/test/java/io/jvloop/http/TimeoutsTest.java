// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import io.jvloop.UnixAddress;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.SocketKind;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** What takes too long. On the fake kernel with the times that users get, as no time passes there. */
class TimeoutsTest {
    private static final HttpServerOptions SHORT = HttpServerOptions.DEFAULT
            .withHeadTimeout(Duration.ofMillis(300))
            .withBodyTimeout(Duration.ofMillis(300))
            .withIdleTimeout(Duration.ofMillis(600))
            .withHalfClosedTimeout(Duration.ofMillis(400));

    private static final int MUCH = 1 << 20;

    private static HttpServerOptions options(Rig rig) {
        return rig.isSimulated() ? HttpServerOptions.DEFAULT : SHORT;
    }

    /** Asserts that it took this long, and not much longer: the timers have to be looked at, on a busy machine. */
    private static void assertTook(Rig rig, Duration limit, long since) {
        Duration took = Duration.ofNanos(rig.loop().time() - since);
        assertTrue(took.compareTo(limit) >= 0, "after " + took);
        Duration slack = rig.isSimulated() ? Duration.ofMillis(500) : Duration.ofSeconds(20);
        assertTrue(took.compareTo(limit.plus(slack)) < 0, "after " + took);
    }

    /** One byte a second, for as long as there are bytes and somebody takes them. */
    private static void trickle(Rig rig, Peer peer, byte[] bytes, int at) {
        if (at < bytes.length && !peer.isEnded()) {
            peer.send(new byte[] {bytes[at]});
            Duration pause = rig.isSimulated() ? Duration.ofSeconds(1) : Duration.ofMillis(30);
            rig.loop().callLater(pause, () -> trickle(rig, peer, bytes, at + 1));
        }
    }

    @EveryBackend(seeds = 2)
    void aHeadThatComesByteByByteIsRefusedAfterItsTime(Rig rig) {
        Web web = Web.serve(rig, options(rig), Web::mirror);
        Peer peer = web.connect();
        long begin = rig.loop().time();
        trickle(rig, peer, Web.bytes("GET / HTTP/1.1\r\nHost: a\r\nX-Endless: " + "x".repeat(5000)), 0);
        rig.runUntil(peer::isEof);
        assertTook(rig, options(rig).headTimeout(), begin);
        assertTrue(Web.text(peer).startsWith("HTTP/1.1 408 "), Web.text(peer));
        peer.close();
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        rest(rig);
    }

    @EveryBackend(seeds = 2)
    void manyUnfinishedHeadsDoNotKeepOthersFromBeingAnswered(Rig rig) {
        Web web = Web.serve(rig, options(rig), Web::mirror);
        List<Peer> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Peer peer = web.connect();
            peer.send(Web.bytes("GET / HTTP/1.1\r\nHost: a\r\nX-Endless: " + "x".repeat(i)));
            slow.add(peer);
        }
        for (int i = 0; i < 20; i++) {
            String answer = web.answer(Web.head("GET /" + i + " HTTP/1.1", "Host: a"));
            assertTrue(answer.endsWith("\r\n\r\nGET /" + i), answer);
        }
        rig.runUntil(() -> slow.stream().allMatch(Peer::isEof));
        slow.forEach(peer -> assertTrue(Web.text(peer).startsWith("HTTP/1.1 408 "), Web.text(peer)));
    }

    /** Lets what trickles see that nobody listens. */
    private static void rest(Rig rig) {
        pass(rig, Duration.ofMillis(rig.isSimulated() ? 3000 : 100));
    }

    private static void pass(Rig rig, Duration time) {
        boolean[] passed = new boolean[1];
        rig.loop().callLater(time, () -> passed[0] = true);
        rig.runUntil(() -> passed[0]);
    }

    @EveryBackend(seeds = 2)
    void aConnectionWithoutARequestIsClosedAfterItsTimeWhateverEmptyLinesCome(Rig rig) {
        Web web = Web.serve(rig, options(rig), Web::mirror);
        Peer silent = web.connect();
        Peer lines = web.connect();
        long begin = rig.loop().time();
        trickle(rig, lines, Web.bytes("\r\n".repeat(2000)), 0);
        rig.runUntil(silent::isEof);
        assertTook(rig, options(rig).idleTimeout(), begin);
        assertEquals("", silent.receivedText());
        rig.runUntil(lines::isEnded);
        assertTook(rig, options(rig).idleTimeout(), begin);
        rest(rig);
    }

    @EveryBackend(seeds = 2)
    void aBodyThatComesByteByByteIsRead(Rig rig) {
        Web web = Web.serve(
                rig, options(rig), (request, response) -> request.body().all().thenAccept(response::send));
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 50"));
        trickle(rig, peer, Web.bytes("0123456789".repeat(5)), 0);
        web.answers(peer, 1);
        rest(rig);
    }

    @EveryBackend(seeds = 2)
    void aBodyThatStopsIsRefusedAfterItsTime(Rig rig) {
        List<Throwable> failures = new ArrayList<>();
        Web web = Web.serve(
                rig,
                options(rig),
                (request, response) -> request.body().all().whenComplete((body, failure) -> failures.add(failure)));
        Peer peer = web.connect();
        long begin = rig.loop().time();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 50") + "abc");
        rig.runUntil(peer::isEof);
        assertTook(rig, options(rig).bodyTimeout(), begin);
        assertTrue(Web.text(peer).startsWith("HTTP/1.1 408 "), Web.text(peer));
        assertEquals(1, failures.size());
    }

    @EveryBackend(seeds = 2)
    void aHandlerMayTakeItsTime(Rig rig) {
        Duration thinking = options(rig).idleTimeout().multipliedBy(2);
        Web web = Web.serve(
                rig,
                options(rig),
                (request, response) -> rig.loop().callLater(thinking, () -> response.send("at last")));
        assertTrue(web.answer(Web.head("GET / HTTP/1.1", "Host: a")).endsWith("at last"));
    }

    @EveryBackend(seeds = 2)
    void aHandlerThatNeverAnswersAClientThatHasEndedItsStreamIsAborted(Rig rig) {
        int[] aborted = new int[1];
        Web web = Web.serve(rig, options(rig), (request, response) -> response.onAbort(() -> aborted[0]++));
        Peer peer = web.connect();
        long begin = rig.loop().time();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
        peer.shutdownOutput();
        rig.runUntil(() -> web.sockets().connectionCount() == 1);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertTook(rig, options(rig).halfClosedTimeout(), begin);
        assertEquals(1, aborted[0]);
    }

    @EveryBackend(seeds = 2)
    void anAnswerInPiecesToAClientThatHasEndedItsStreamMayGoOnAsLongAsPiecesCome(Rig rig) {
        Duration pause = options(rig).halfClosedTimeout().dividedBy(4);
        Web web = Web.serve(rig, options(rig), (request, response) -> piece(rig, response, pause, 8));
        Peer peer = web.connect();
        peer.send(Web.head("GET / HTTP/1.0"));
        peer.shutdownOutput();
        assertTrue(web.untilClosed(peer).endsWith("\r\n\r\n" + "x".repeat(8)), Web.text(peer));
    }

    private static void piece(Rig rig, HttpResponse response, Duration pause, int count) {
        if (count == 0) {
            response.end();
        } else {
            response.write(ByteBuffer.wrap(Web.bytes("x")));
            rig.loop().callLater(pause, () -> piece(rig, response, pause, count - 1));
        }
    }

    @EveryBackend(seeds = 2)
    void aClientThatDoesNotReadIsAbortedAfterItsTime(Rig rig) {
        Web web = Web.serve(rig, options(rig), (request, response) -> response.send(new byte[20 << 20]));
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a").repeat(3));
        long begin = rig.loop().time();
        rig.runUntil(() -> web.sockets().connectionCount() == 1);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertTook(rig, options(rig).bodyTimeout(), begin);
    }

    @EveryBackend(real = false, seeds = 2)
    void aClientHasAllItsTimeToReadAlsoWhenItsBodyWasAwaitedBefore(Rig rig) {
        Duration nearly = options(rig).bodyTimeout().minusSeconds(1);
        Web web = Web.serve(rig, options(rig), (request, response) -> {
            request.body().receive(new Echo(response));
            rig.loop().callLater(nearly, () -> response.write(ByteBuffer.allocate(MUCH)));
        });
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 50") + "abc");
        pass(rig, nearly.plusSeconds(6)); // of which it had something to read for 6
        peer.resumeReading();
        rig.runUntil(() -> peer.receivedCount() > MUCH || peer.isEnded());
        assertTrue(peer.receivedCount() > MUCH, "only " + peer.receivedCount());
    }

    @EveryBackend(real = false, seeds = 2)
    void aClientThatReadsLessThanIsWrittenIsNotTakenForOneThatDoesNotRead(Rig rig) {
        Web web = Web.serve(
                rig,
                options(rig),
                (request, response) -> rig.loop().callSoon(() -> {
                    response.write(ByteBuffer.allocate(MUCH));
                    response.write(ByteBuffer.allocate(4 * MUCH));
                    response.whenWritable().thenAccept(_ -> response.end());
                }));
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
        pass(rig, Duration.ofSeconds(20));
        peer.resumeReading();
        rig.runUntil(() -> peer.receivedCount() > MUCH);
        peer.pauseReading();
        pass(rig, Duration.ofSeconds(20)); // 40 in all, but it has read in between
        peer.resumeReading();
        rig.runUntil(() -> peer.receivedCount() > 5 * MUCH || peer.isEnded());
        assertTrue(peer.receivedCount() > 5 * MUCH, "only " + peer.receivedCount());
    }

    /** Writes a piece a second, up to 200, whether the client reads or not. */
    private static void streamOn(Rig rig, HttpResponse response, int[] pieces) {
        if (!response.isAborted() && pieces[0] < 200) {
            pieces[0]++;
            response.write(ByteBuffer.allocate(100_000));
            rig.loop().callLater(Duration.ofSeconds(1), () -> streamOn(rig, response, pieces));
        }
    }

    @EveryBackend(real = false, seeds = 2)
    void aClientThatHasEndedItsStreamAndDoesNotReadIsAbortedWhateverIsWrittenToIt(Rig rig) {
        int[] pieces = new int[1];
        Web web = Web.serve(rig, options(rig), (request, response) -> streamOn(rig, response, pieces));
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
        peer.shutdownOutput();
        rig.runUntil(() -> pieces[0] > 0);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertTrue(pieces[0] < 100, pieces[0] + " pieces were written to somebody who does not read");
        rest(rig);
    }

    /** The server ends the connection after it, and has more to send than there is room on the way. */
    private static void muchAtLast(HttpRequest request, HttpResponse response) {
        response.closeAfter();
        response.send(new byte[MUCH]);
    }

    @EveryBackend(real = false, seeds = 2)
    void aClientMayRestWhileItReadsTheLastAnswerToo(Rig rig) {
        for (HttpServerOptions each : List.of(options(rig), options(rig).withBodyTimeout(Duration.ZERO))) {
            Web web = Web.serve(rig, each, TimeoutsTest::muchAtLast);
            Peer peer = web.connect();
            peer.pauseReading();
            peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
            pass(rig, Duration.ofSeconds(20));
            peer.resumeReading();
            rig.runUntil(peer::isEnded);
            assertEquals(null, peer.failure());
            assertTrue(peer.receivedCount() > MUCH, "only " + peer.receivedCount());
            rig.runUntil("it has had its time to close", () -> web.sockets().connectionCount() == 0);
        }
    }

    @EveryBackend(real = false, seeds = 2)
    void aClientThatDoesNotReadTheLastAnswerIsAbortedInTheEnd(Rig rig) {
        Web web = Web.serve(rig, options(rig), TimeoutsTest::muchAtLast);
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
        long begin = rig.loop().time();
        rig.runUntil(() -> web.sockets().connectionCount() == 1);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertTook(rig, options(rig).bodyTimeout().plusSeconds(5), begin);
    }

    @EveryBackend(real = false, seeds = 2)
    void aRefusedClientThatNeverClosesIsClosedInTheEnd(Rig rig) {
        Web web = Web.serve(rig, options(rig), Web::mirror);
        Peer peer = web.connect();
        long begin = rig.loop().time();
        peer.send("nonsense\r\n\r\n");
        rig.runUntil(() -> web.sockets().connectionCount() == 1);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertTook(rig, Duration.ofSeconds(5), begin);
    }

    /** The kernel says that it has room when a third of its own memory is free, which takes such a client longer than its time. */
    @EveryBackend(
            sockets = {SocketKind.TCP, SocketKind.UNIX},
            seeds = 0)
    void aClientThatReadsSlowlyButSteadilyIsNotTakenForOneThatDoesNotRead(Rig rig) throws Exception {
        if (rig.loop().backend() == Backend.NIO) {
            return; // the JDK does not say what the kernel holds
        }
        Web web = Web.serve(
                rig,
                options(rig).withBodyTimeout(Duration.ofMillis(600)),
                (_, response) -> response.send(new byte[8 * MUCH]));
        SocketAddress address = web.server().addresses().getFirst();
        Future<Long> received = rig.loop().runInExecutor(() -> receivedSlowly(address));
        rig.runUntil("it has read all, or was cut off", received::isDone);
        assertTrue(received.get() > 8 * MUCH, "only " + received.get());
    }

    /** A little every now and then for some time, then all the rest. */
    private static long receivedSlowly(SocketAddress address) throws Exception {
        boolean isUnix = address instanceof UnixAddress;
        try (SocketChannel channel = isUnix
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open(StandardProtocolFamily.INET)) {
            if (!isUnix) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            }
            channel.connect(
                    address instanceof UnixAddress unix ? UnixDomainSocketAddress.of(unix.toString()) : address);
            channel.write(ByteBuffer.wrap(Web.bytes(Web.head("GET / HTTP/1.1", "Host: a", "Connection: close"))));
            ByteBuffer some = ByteBuffer.allocate(16 * 1024);
            long count = 0;
            for (int read = 0, rounds = 0; read >= 0; rounds++) {
                read = channel.read(some.clear());
                count += Math.max(read, 0);
                Thread.sleep(rounds < 60 ? 40 : 0);
            }
            return count;
        } catch (IOException cutOff) {
            return -1;
        }
    }

    @EveryBackend(seeds = 0)
    void aTimeBeginsWhenTheLoopLearnsOfItAlsoAfterItWasHeldUp(Rig rig) {
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, options(rig), (_, response) -> responses.add(response));
        Peer peer = web.connect();
        peer.send(Web.head("GET / HTTP/1.1", "Host: a"));
        rig.runUntil(() -> responses.size() == 1);
        boolean[] held = new boolean[1];
        rig.loop().callSoon(() -> {
            peer.shutdownOutput();
            Thread.sleep(options(rig).halfClosedTimeout().multipliedBy(2));
            held[0] = true;
        });
        rig.runUntil(() -> held[0]);
        pass(rig, Duration.ofMillis(20));
        responses.getFirst().send("fine");
        assertTrue(web.untilClosed(peer).endsWith("fine"), Web.text(peer));
    }
}
