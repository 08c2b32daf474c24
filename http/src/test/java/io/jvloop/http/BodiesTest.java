// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.httptools.HttpLimits;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies of requests: read, not read, read slowly, lost. */
class BodiesTest {
    private static final String POST_5 = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    private static final String GET = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void echo(HttpRequest request, HttpResponse response) throws Exception {
        request.body().receive(new Echo(response));
    }

    @EveryBackend
    void aBodyIsSentBackWhileItComes(Rig rig) {
        Web web = Web.serve(rig, BodiesTest::echo);
        Peer peer = web.connect();
        String body = "0123456789".repeat(50_000);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body + POST_5
                + "world");
        web.answers(peer, 2);
        assertEquals(List.of(body, "world"), Web.complete(peer.received()));
    }

    @EveryBackend
    void aBodyIsReadPieceByPiece(Rig rig) {
        StringBuilder read = new StringBuilder();
        Web web = Web.serve(rig, (request, response) -> readOn(rig, request, response, read));
        Peer peer = web.connect();
        String body = "0123456789".repeat(30_000);
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("2710\r\n" + "0123456789".repeat(1000) + "\r\n").repeat(30) + "0\r\n\r\n" + GET);
        web.answers(peer, 2);
        assertEquals(body.length(), read.length());
        assertEquals(body, read.toString());
    }

    @EveryBackend
    void aBodyIsReadPieceByPieceAlthoughTheClientEndsItsStreamBehindIt(Rig rig) {
        StringBuilder read = new StringBuilder();
        Web web = Web.serve(rig, (request, response) -> readOn(rig, request, response, read));
        Peer peer = web.connect();
        peer.send(POST_5 + "hello");
        peer.shutdownOutput();
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", web.untilClosed(peer));
        assertEquals("hello", read.toString());
    }

    @EveryBackend
    void aBodyThatIsPausedBehindItsLastByteIsCompleteAlthoughTheStreamHasEnded(Rig rig) {
        List<RequestBody> bodies = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            bodies.add(request.body());
            request.body().receive(new BodyReceiver() {
                @Override
                public void data(ByteBuffer data) {
                    request.body().pause();
                }

                @Override
                public void complete() {
                    response.send("complete");
                }
            });
        });
        Peer peer = web.connect();
        peer.send(POST_5 + "hello");
        peer.shutdownOutput();
        rig.runUntil(() -> bodies.size() == 1);
        rig.settle();
        bodies.getFirst().resume();
        assertTrue(web.untilClosed(peer).endsWith("\r\n\r\ncomplete"), Web.text(peer));
    }

    private static void readOn(Rig rig, HttpRequest request, HttpResponse response, StringBuilder read) {
        request.body().next().thenAccept(piece -> {
            if (piece.hasRemaining()) {
                read.append(java.nio.charset.StandardCharsets.ISO_8859_1.decode(piece));
                rig.loop().callSoon(() -> readOn(rig, request, response, read));
            } else {
                response.send();
            }
        });
    }

    @EveryBackend
    void aPausedBodyIsNotReadFromTheNetwork(Rig rig) {
        List<RequestBody> bodies = new ArrayList<>();
        long[] got = new long[1];
        HttpServerOptions large = Web.PATIENT.withLimits(HttpLimits.DEFAULT.withBodyBytes(100L << 20));
        Web web = Web.serve(rig, large, (request, response) -> {
            bodies.add(request.body());
            request.body().receive(new BodyReceiver() {
                @Override
                public void data(ByteBuffer data) {
                    got[0] += data.remaining();
                    request.body().pause();
                }

                @Override
                public void complete() {
                    response.send("" + got[0]);
                }
            });
        });
        Peer peer = web.connect();
        byte[] body = new byte[32 << 20];
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
        peer.send(body);
        rig.runUntil(() -> got[0] > 0);
        rig.settle();
        assertTrue(peer.unsent() > 0, "all was read, although the handler had paused");
        assertTrue(got[0] < 8 << 20);
        rig.runUntil(() -> {
            bodies.getFirst().resume();
            return Web.text(peer).endsWith("" + body.length);
        });
        assertEquals(List.of("" + body.length), Web.complete(peer.received()));
    }

    @EveryBackend
    void aClientThatExpectsContinueIsToldWhenTheBodyIsWanted(Rig rig) {
        List<HttpRequest> requests = new ArrayList<>();
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            requests.add(request);
            responses.add(response);
        });
        Peer peer = web.connect();
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n");
        rig.runUntil(() -> requests.size() == 1);
        rig.settle();
        assertEquals("", peer.receivedText());
        requests.getFirst().body().all().thenAccept(responses.getFirst()::send);
        rig.runUntil(() -> peer.receivedText().equals("HTTP/1.1 100 Continue\r\n\r\n"));
        peer.send("hello" + GET);
        rig.runUntil(() -> responses.size() == 2);
        responses.get(1).send();
        web.answers(peer, 3); // with the one that says to continue
        assertEquals(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                Web.withoutDate(Web.text(peer)));
    }

    @EveryBackend
    void aClientThatExpectsContinueAndIsAnsweredInsteadIsClosed(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> response.status(403).send());
        assertEquals(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                web.untilClosedByBoth(
                        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    }

    @EveryBackend
    void aSmallBodyThatNobodyWantsIsDroppedAndTheConnectionLives(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        Peer peer = web.connect();
        peer.send(POST_5);
        web.answers(peer, 1);
        peer.send("hello" + GET + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nworld\r\n0\r\n\r\n" + GET);
        web.answers(peer, 4);
        assertEquals(List.of("POST /", "GET /next", "POST /", "GET /next"), Web.complete(peer.received()));
        assertFalse(peer.isEnded());
    }

    @EveryBackend
    void aLargeBodyThatNobodyWantsEndsTheConnection(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        Peer known = web.connect();
        known.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
        known.send(new byte[500_000]);
        known.shutdownOutput();
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nPOST /", web.untilClosed(known));
        Peer chunked = web.connect();
        chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("3e8\r\n" + "x".repeat(1000) + "\r\n").repeat(200));
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOST /", web.untilClosed(chunked));
    }

    @EveryBackend
    void anAnswerBeforeALargeBodyWasReadSaysThatTheConnectionEnds(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            request.body().receive(new BodyReceiver() {
                @Override
                public void data(ByteBuffer data) {
                    response.status(400).send("no");
                }

                @Override
                public void complete() {}
            });
        });
        assertEquals(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno",
                web.untilClosedByBoth("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nhello"));
    }

    @EveryBackend
    void anAnswerBeforeTheLittleRestOfABodyWasReadLeavesTheConnectionOpen(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            if (request.body().length() == 0) {
                response.send("next");
            } else {
                request.body().next().thenAccept(_ -> response.send("early"));
            }
        });
        Peer peer = web.connect();
        peer.send(POST_5 + "he");
        web.answers(peer, 1);
        peer.send("llo" + GET);
        web.answers(peer, 2);
        assertEquals(List.of("early", "next"), Web.complete(peer.received()));
        assertFalse(peer.isEnded());
    }

    @EveryBackend
    void aBodyOverTheLimitIsRefusedBeforeItIsReadOrWhenItIs(Rig rig) {
        HttpServerOptions small = Web.PATIENT.withLimits(HttpLimits.DEFAULT.withBodyBytes(10));
        List<Throwable> failures = new ArrayList<>();
        Web web = Web.serve(
                rig,
                small,
                (request, response) -> request.body().all().whenComplete((body, failure) -> failures.add(failure)));
        assertTrue(web.untilClosedByBoth("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
                .startsWith("HTTP/1.1 413 "));
        assertEquals(List.of(), failures);
        assertTrue(web.untilClosedByBoth(
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n3\r\n")
                .startsWith("HTTP/1.1 413 "));
        rig.runUntil(() -> failures.size() == 1);
        assertTrue(failures.getFirst() instanceof IOException);
    }

    @EveryBackend
    void aBodyThatEndsTooSoonFailsItsReader(Rig rig) {
        List<Throwable> failures = new ArrayList<>();
        Web web = Web.serve(
                rig,
                (request, response) -> request.body().all().whenComplete((body, failure) -> failures.add(failure)));
        Peer peer = web.connect();
        peer.send(POST_5 + "hel");
        peer.shutdownOutput();
        assertTrue(web.untilClosed(peer).startsWith("HTTP/1.1 400 "), Web.text(peer));
        rig.runUntil(() -> failures.size() == 1);
        assertTrue(failures.getFirst() instanceof IOException);
    }

    @EveryBackend(seeds = 10)
    void aBodyIsReadInOneWayOnly(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            request.body().all().thenAccept(response::send);
            for (int i = 0; i < 2; i++) {
                assertThrows(IllegalStateException.class, () -> request.body().next());
            }
            assertThrows(IllegalStateException.class, () -> request.body().receive(new Echo(response)));
        });
        assertTrue(web.answer(POST_5 + "hello").endsWith("hello"));
    }

    @EveryBackend(seeds = 10)
    void aMillionTinyChunksCostNoMemory(Rig rig) {
        if (rig.isSimulated()) {
            return; // one real kernel after the other is enough
        }
        HttpServerOptions large = Web.PATIENT.withLimits(HttpLimits.DEFAULT.withBodyBytes(10L << 20));
        long[] got = new long[1];
        Web web = Web.serve(
                rig,
                large,
                (request, response) -> request.body().receive(new BodyReceiver() {
                    @Override
                    public void data(ByteBuffer data) {
                        got[0] += data.remaining();
                    }

                    @Override
                    public void complete() {
                        response.send("" + got[0]);
                    }
                }));
        Peer peer = web.connect();
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] thousand = Web.bytes("1\r\nx\r\n".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            peer.send(thousand);
        }
        peer.send("0\r\n\r\n");
        web.answers(peer, 1);
        assertEquals(List.of("1000000"), Web.complete(peer.received()));
    }

    @EveryBackend(seeds = 5)
    void aPieceIsAskedForOnTheLoopOnlyAndARefusalLeavesTheBodyAlone(Rig rig) throws Exception {
        List<HttpRequest> requests = new ArrayList<>();
        List<HttpResponse> responses = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            requests.add(request);
            responses.add(response);
            request.body().next().thenAccept(piece -> pieces.add(text(piece)));
        });
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 2") + "1");
        rig.runUntil(() -> pieces.size() == 1);
        RequestBody body = requests.getFirst().body();
        Thread.ofPlatform()
                .start(() -> assertThrows(IllegalStateException.class, body::next))
                .join();
        body.next().thenAccept(piece -> pieces.add(text(piece)));
        peer.send("2");
        rig.runUntil(() -> pieces.equals(List.of("1", "2")));
        responses.getFirst().send();
        web.answers(peer, 1);
    }

    private static String text(ByteBuffer piece) {
        return StandardCharsets.ISO_8859_1.decode(piece).toString();
    }
}
