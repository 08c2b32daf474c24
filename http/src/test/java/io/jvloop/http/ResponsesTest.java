// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.ExceptionContext;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handler may say, and what it may not. */
class ResponsesTest {
    private static final String GET = Web.head("GET / HTTP/1.1", "Host: a");
    private static final String OLD_GET = Web.head("GET / HTTP/1.0", "Connection: keep-alive");

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(Web.bytes(text));
    }

    @EveryBackend(seeds = 10)
    void aBodyWrittenInPiecesLeavesInChunks(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.status(201).header("X-One", "1").header("X-Two", "zwei, drei");
            response.write(buffer("hello"));
            response.write(ByteBuffer.allocate(0));
            response.write(buffer(" world of twenty bytes"));
            response.end();
        });
        assertEquals(
                Web.head("HTTP/1.1 201 Created", "X-One: 1", "X-Two: zwei, drei", "Transfer-Encoding: chunked")
                        + Web.head("5", "hello", "16", " world of twenty bytes", "0"),
                web.answer(GET));
    }

    @EveryBackend(seeds = 10)
    void aBodyWrittenInPiecesToAnOldClientEndsWithTheConnection(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.write(buffer("hello"));
            response.end();
        });
        assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello", web.untilClosed(OLD_GET));
    }

    @EveryBackend(seeds = 10)
    void aBodyOfAnAnnouncedLengthLeavesAsItIs(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.header("content-length", "10");
            response.write(buffer("hello"));
            rig.loop().callSoon(() -> {
                response.write(buffer("world"));
                response.end();
            });
        });
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhelloworld", web.answer(GET));
    }

    @EveryBackend(seeds = 10)
    void headersOfTheServerAreTheHandlersOnlyAsFarAsTheySay(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.header("Date", "Sun, 06 Nov 1994 08:49:37 GMT").header("Connection", "Keep-Alive");
            assertThrows(IllegalArgumentException.class, () -> response.header("Transfer-Encoding", "chunked"));
            assertThrows(IllegalArgumentException.class, () -> response.header("Connection", "upgrade"));
            assertThrows(IllegalArgumentException.class, () -> response.header("Content-Length", "x"));
            assertThrows(IllegalArgumentException.class, () -> response.contentLength(-1));
            assertThrows(IllegalArgumentException.class, () -> response.status(100));
            response.header("Connection", "close").send("x");
        });
        Peer peer = web.connect();
        peer.send(GET);
        web.untilClosed(peer);
        assertEquals(
                "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
                Web.text(peer));
    }

    @EveryBackend(seeds = 10)
    void whatWouldInjectAHeaderIsRefused(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            for (String bad : List.of("a\r\nX: y", "a\nX: y", "a\rX", "a\0", " a", "a ", "\u0100")) {
                assertThrows(IllegalArgumentException.class, () -> response.header("X", bad), bad);
                assertThrows(IllegalArgumentException.class, () -> response.header("X" + bad, "v"), bad);
                assertThrows(IllegalArgumentException.class, () -> HttpFields.of("X", bad), bad);
            }
            assertThrows(IllegalArgumentException.class, () -> response.header("", "v"));
            assertThrows(IllegalArgumentException.class, () -> response.header("X:", "v"));
            response.send();
        });
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", web.answer(GET));
    }

    @Test
    void fieldsThatAreTheServersAreNotEncoded() {
        for (String name : List.of("Date", "CONNECTION", "content-length", "Transfer-encoding")) {
            assertThrows(IllegalArgumentException.class, () -> HttpFields.of(name, "1"));
        }
        assertThrows(IllegalArgumentException.class, () -> HttpFields.of("X"));
    }

    @EveryBackend(seeds = 10)
    void statusesWithoutABodyHaveNone(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.status(Integer.parseInt(request.path().substring(1)));
            assertThrows(IllegalStateException.class, () -> response.send("x"));
            assertThrows(IllegalStateException.class, () -> response.write(buffer("x")));
            response.send();
        });
        assertEquals(
                Web.head("HTTP/1.1 204 No Content")
                        + Web.head("HTTP/1.1 205 Reset Content", "Content-Length: 0")
                        + Web.head("HTTP/1.1 304 Not Modified"),
                web.answers(
                        Web.head("GET /204 HTTP/1.1", "Host: a")
                                + Web.head("GET /205 HTTP/1.1", "Host: a")
                                + Web.head("GET /304 HTTP/1.1", "Host: a"),
                        3));
    }

    @EveryBackend(seeds = 10)
    void noLengthIsAnnouncedOfABodyThatTheClientWouldWaitForInVain(Rig rig) {
        List<Throwable> thrown = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            response.status(205).contentLength(5);
            thrown.add(assertThrows(IllegalStateException.class, response::send));
            thrown.add(assertThrows(IllegalStateException.class, response::end));
            response.contentLength(0).send();
        });
        assertEquals(Web.head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), web.answer(GET));
        assertEquals(
                "a body of 0 bytes, but 5 were announced", thrown.getFirst().getMessage());
    }

    @EveryBackend(seeds = 10)
    void theLengthOfWhatIsNotModifiedMayBeAnnounced(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.status(304).contentLength(5);
            response.send();
        });
        assertEquals(Web.head("HTTP/1.1 304 Not Modified", "Content-Length: 5"), web.answer(GET));
    }

    @EveryBackend(seeds = 10)
    void headIsAnsweredWithoutTheBodyHoweverItIsWritten(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            switch (request.path()) {
                case "/announced" -> response.contentLength(70).send();
                case "/pieces" -> {
                    response.write(buffer("hello"));
                    response.end();
                }
                default -> response.send("hello");
            }
        });
        String heads = Web.head("HEAD /announced HTTP/1.1", "Host: a")
                + Web.head("HEAD /pieces HTTP/1.1", "Host: a")
                + Web.head("HEAD / HTTP/1.1", "Host: a", "Connection: close");
        assertEquals(
                Web.head("HTTP/1.1 200 OK", "Content-Length: 70")
                        + Web.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                        + Web.head("HTTP/1.1 200 OK", "Content-Length: 5", "Connection: close"),
                web.untilClosed(heads));
    }

    @EveryBackend
    void aHandlerThatThrowsIsAnsweredWith500AndReported(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.status(201).header("X-Y", "z");
            if (request.path().equals("/deep")) {
                deep(1);
            }
            throw new Exception("no luck");
        });
        String said = Web.head(
                        "HTTP/1.1 500 Internal Server Error",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Length: 26")
                + "500 Internal Server Error\n";
        assertEquals(said + said, web.answers(GET + Web.head("GET /deep HTTP/1.1", "Host: a"), 2));
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(2, reports.size());
        assertTrue(String.valueOf(reports.getFirst().exception()).contains("no luck"));
        assertTrue(reports.getLast().exception() instanceof StackOverflowError);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    @EveryBackend
    void aHandlerThatThrowsAfterTheHeadHasLeftAbortsTheConnection(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            response.write(buffer("half"));
            rig.loop().callSoon(() -> response.fail(new Exception("no luck")));
        });
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(peer::isEnded);
        assertFalse(Web.text(peer).contains("0\r\n\r\n"), Web.text(peer));
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend
    void aWrongLengthIsRefusedOrAbortsTheConnection(Rig rig) {
        List<Throwable> thrown = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            response.contentLength(5);
            switch (request.path()) {
                case "/other" -> thrown.add(assertThrows(IllegalStateException.class, () -> response.send("four")));
                case "/more" -> {
                    response.write(buffer("five!"));
                    thrown.add(assertThrows(IllegalStateException.class, () -> response.write(buffer("x"))));
                    response.end();
                    return;
                }
                default -> {
                    response.write(buffer("four"));
                    thrown.add(assertThrows(IllegalStateException.class, response::end));
                    return;
                }
            }
            response.send("five!");
        });
        assertTrue(web.answer(Web.head("GET /other HTTP/1.1", "Host: a")).endsWith("\r\n\r\nfive!"));
        assertTrue(web.answer(Web.head("GET /more HTTP/1.1", "Host: a")).endsWith("\r\n\r\nfive!"));
        Peer less = web.connect();
        less.send(Web.head("GET /less HTTP/1.1", "Host: a"));
        rig.runUntil(less::isEnded);
        assertEquals(3, thrown.size());
    }

    @EveryBackend
    void finishingTwiceThrowsAtOnceAndLater(Rig rig) {
        List<Throwable> thrown = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            if (request.path().equals("/later")) {
                rig.loop().callSoon(() -> response.send("once"));
                rig.loop().callSoon(() -> thrown.add(assertThrows(IllegalStateException.class, response::send)));
            } else {
                response.send("once");
                thrown.add(assertThrows(IllegalStateException.class, () -> response.send("twice")));
                thrown.add(assertThrows(IllegalStateException.class, response::end));
                thrown.add(assertThrows(IllegalStateException.class, () -> response.header("a", "b")));
            }
        });
        Peer peer = web.connect();
        peer.send(GET + Web.head("GET /later HTTP/1.1", "Host: a") + GET);
        web.answers(peer, 3);
        rig.runUntil(() -> thrown.size() == 7);
        assertEquals(List.of("once", "once", "once"), Web.complete(peer.received()));
    }

    @EveryBackend
    void finishingAfterTheClientHasGoneDoesNothing(Rig rig) {
        List<HttpResponse> responses = new ArrayList<>();
        int[] aborted = new int[1];
        Web web = Web.serve(rig, (request, response) -> {
            responses.add(response);
            response.onAbort(() -> aborted[0]++);
        });
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> responses.size() == 1);
        peer.reset();
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        HttpResponse late = responses.getFirst();
        assertTrue(late.isAborted());
        assertEquals(1, aborted[0]);
        late.status(200).write(buffer("anybody?"));
        late.end();
        late.end();
        late.send();
        assertFalse(late.isFinished());
        late.onAbort(() -> aborted[0]++);
        rig.runUntil(() -> aborted[0] == 2);
    }

    @EveryBackend(seeds = 5)
    void anotherThreadIsRefusedAndBothAreNamed(Rig rig) throws Exception {
        List<HttpResponse> responses = new ArrayList<>();
        List<IllegalStateException> refused = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> responses.add(response));
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> responses.size() == 1);
        Thread other = Thread.ofPlatform()
                .name("somebody else")
                .start(() -> refused.add(assertThrows(
                        IllegalStateException.class, () -> responses.getFirst().send())));
        other.join();
        String message = refused.getFirst().getMessage();
        assertTrue(
                message.contains("somebody else")
                        && message.contains(Thread.currentThread().toString()),
                message);
        responses.getFirst().send();
        rig.runUntil(() -> responses.getFirst().isFinished());
    }

    @EveryBackend(seeds = 10)
    void oneBufferMayBeSentAgainAndAgain(Rig rig) {
        ByteBuffer body = ByteBuffer.allocateDirect(100_000);
        Web web = Web.serve(rig, (request, response) -> response.send(body));
        web.answers(GET.repeat(20), 20);
        assertEquals(100_000, body.remaining());
    }

    @EveryBackend(seeds = 10)
    void headersGrowToALimit(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> {
            for (int i = 0; i < 65; i++) {
                response.header("X", "y".repeat(995));
            }
            assertThrows(IllegalStateException.class, () -> {
                for (int i = 0; i < 65; i++) {
                    response.header("X", "y".repeat(995));
                }
            });
            response.send();
        });
        assertTrue(web.answer(GET).length() > 65_000);
    }

    @EveryBackend(seeds = 10)
    void whoWaitsForTheClientToReadWaitsNoLongerWhenTheResponseIsFinished(Rig rig) {
        int[] written = new int[1];
        Web web = Web.serve(rig, (request, response) -> {
            response.write(ByteBuffer.allocate(50 << 20));
            response.whenWritable().thenRun(() -> written[0]++);
            rig.loop().callSoon(() -> {
                assertEquals(0, written[0]);
                response.end();
                response.whenWritable().thenRun(() -> written[0]++);
            });
        });
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(GET);
        rig.runUntil(() -> written[0] == 2);
        peer.close();
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
    }

    @EveryBackend(seeds = 10)
    void allWhoWantToKnowAreToldThatAResponseIsAborted(Rig rig) {
        List<Integer> told = new ArrayList<>();
        boolean[] begun = new boolean[1];
        Web web = Web.serve(rig, (request, response) -> {
            response.onAbort(() -> told.add(1));
            response.onAbort(() -> {
                told.add(2);
                throw new Exception("no luck");
            });
            response.onAbort(() -> told.add(3));
            begun[0] = true;
        });
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> begun[0]);
        peer.reset();
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
        assertEquals(List.of(1, 2, 3), told);
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend(seeds = 10)
    void memoryThatCannotBeReadAbortsTheConnectionAsItsHeadHasLeft(Rig rig) {
        ByteBuffer gone;
        try (Arena arena = Arena.ofShared()) {
            gone = arena.allocate(100).asByteBuffer();
        }
        List<HttpHandler> ways = List.of(
                (_, response) -> response.send(gone.duplicate()),
                (_, response) -> response.write(gone.duplicate()),
                (_, response) -> {
                    response.contentLength(101);
                    response.write(buffer("x"));
                    response.write(gone.duplicate());
                });
        for (HttpHandler way : ways) {
            Web web = Web.serve(rig, way);
            Peer peer = web.connect();
            peer.send(GET + GET);
            rig.runUntil(peer::isEnded);
            assertFalse(Web.text(peer).contains("500"), Web.text(peer));
            assertFalse(Web.text(peer).indexOf("HTTP/1.1 200") != Web.text(peer).lastIndexOf("HTTP/1.1 200"));
            rig.runUntil(() -> web.sockets().connectionCount() == 0);
            assertEquals(1, rig.takeReports().size());
        }
    }

    @EveryBackend(seeds = 10)
    void whetherItsHeadHasLeftIsKnownOfAnAbortedResponseToo(Rig rig) {
        List<Boolean> committed = new ArrayList<>();
        for (boolean writes : new boolean[] {true, false}) {
            boolean[] begun = new boolean[1];
            Web web = Web.serve(rig, (_, response) -> {
                if (writes) {
                    response.write(buffer("x"));
                }
                response.onAbort(() -> committed.add(response.isCommitted()));
                begun[0] = true;
            });
            Peer peer = web.connect();
            peer.send(GET);
            rig.runUntil(() -> begun[0]);
            peer.reset();
            rig.runUntil(() -> web.sockets().connectionCount() == 0);
        }
        assertEquals(List.of(true, false), committed);
    }
}
