// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is not answered but refused: each with the status that says why, once, and then the connection ends. */
class RefusalsTest {
    private static final String NEXT = Web.head("GET /smuggled HTTP/1.1", "Host: a");

    private static Map<String, Integer> refused() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("nonsense\r\n\r\n", 400);
        all.put(Web.head("GET / HTTP/1.1"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a", "Host: a"), 400);
        all.put(Web.head("GET / HTTP/1.0", "Host: a", "hOST: b"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a b"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a/b"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a@b"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a:80:80"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a:http"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: [::1"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a", "A : b"), 400);
        all.put(Web.head("GET / HTTP/1.1", "Host: a", "A: b", " folded"), 400);
        all.put("GET / HTTP/1.1\nHost: a\n\n", 400);
        all.put(Web.head("GET /"), 400);
        all.put(Web.head("GET / HTTP/1.1x", "Host: a"), 400);
        all.put(Web.head("GET / FTP/1.1", "Host: a"), 400);
        all.put(Web.head("GET  / HTTP/1.1", "Host: a"), 400);
        all.put(Web.head("GET / HTTP/2.0", "Host: a"), 505);
        all.put(Web.head("GET / HTTP/1.2", "Host: a"), 505);
        all.put(Web.head("GET / HTTP/0.9", "Host: a"), 505);
        all.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        all.put(Web.head("BREW / HTTP/1.1", "Host: a"), 501);
        all.put(Web.head("get / HTTP/1.1", "Host: a"), 501);
        all.put(Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, chunked"), 501);
        all.put(Web.head("CONNECT a:80 HTTP/1.1", "Host: a:80"), 501);
        all.put(Web.head("POST / HTTP/1.1", "Host: a", "Expect: a-miracle"), 417);
        all.put("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n", 414);
        all.put("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(9000) + "\r\n", 431);
        all.put("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(101), 431);
        all.put("GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "y".repeat(8000) + "\r\n").repeat(9), 431);
        all.put(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 1048577"), 413);
        return all;
    }

    @EveryBackend(seeds = 10)
    void whatIsMalformedOrTooLargeIsToldWhyAndClosed(Rig rig) {
        List<String> handled = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> handled.add(request.toString()));
        refused().forEach((request, status) -> {
            String answer = web.untilClosedByBoth(request);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), request + "\n" + answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertEquals(1, Web.complete(Web.bytes(answer)).size(), answer);
        });
        assertEquals(List.of(), handled);
    }

    @EveryBackend(seeds = 10)
    void aRefusalOfHeadHasNoBody(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        String answer = web.untilClosedByBoth(Web.head("HEAD / HTTP/1.1"));
        assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.endsWith("\r\n\r\n"), answer);
    }

    @EveryBackend(seeds = 10)
    void aRefusalOfHeadHasNoBodyEvenWhenItsHandlerWasAskedAlready(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> request.body().all().thenAccept(response::send));
        String answer = web.untilClosedByBoth(
                Web.head("HEAD / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "nonsense\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.endsWith("\r\n\r\n"), answer);
    }

    @EveryBackend(seeds = 10)
    void requestsBeforeTheOneThatIsRefusedAreAnswered(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        String answer = web.untilClosedByBoth(Web.head("GET /good HTTP/1.1", "Host: a") + "bad\r\n\r\n" + NEXT);
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nGET /goodHTTP/1.1 400 "), answer);
        assertTrue(!answer.contains("smuggled"), answer);
    }

    @EveryBackend(seeds = 10)
    void whatABodyHasBeyondItsAnnouncedLengthIsNoRequest(Rig rig) {
        List<String> bodies = new ArrayList<>();
        Web web = Web.serve(
                rig,
                (request, response) -> request.body().all().thenAccept(body -> {
                    bodies.add(new String(body, StandardCharsets.ISO_8859_1));
                    response.send(request.toString());
                }));
        String answer =
                web.untilClosedByBoth(Web.head("POST /long HTTP/1.1", "Host: a", "Content-Length: 5") + "hello, world");
        assertEquals(List.of("hello"), bodies);
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nPOST /longHTTP/1.1 400 "), answer);
    }

    /** Pairs from the literature: what one server takes for a body and another for a request. */
    private static List<String> smuggled() {
        List<String> all = new ArrayList<>();
        String body = "0\r\n\r\n" + NEXT;
        for (String encoding : List.of(
                "Transfer-Encoding: chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding: \"chunked\"",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "Transfer-Encoding\r\n : chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
                " Transfer-Encoding: chunked")) { // CL.TE and TE.CL, TE.TE
            all.add(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: " + body.length(), encoding) + body);
            all.add(Web.head("POST / HTTP/1.1", "Host: a", encoding, "Content-Length: 5") + body);
        }
        for (String length :
                List.of("+5", "-5", "5, 5", "5 5", "0x5", "5;", "99999999999999999999", "", "5\r\nContent-Length: 6")) {
            all.add(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: " + length) + "hello" + NEXT);
        }
        for (String chunks : List.of(
                "5\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nbad trailer\r\n\r\n")) {
            all.add(Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + chunks + NEXT);
        }
        all.add(Web.head("POST / HTTP/1.0", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n" + NEXT);
        return all;
    }

    @EveryBackend(seeds = 10)
    void smuggledRequestsAreNeverSeen(Rig rig) {
        List<String> handled = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            handled.add(request.path());
            request.body().all().thenAccept(response::send);
        });
        for (String request : smuggled()) {
            String answer = web.untilClosedByBoth(request);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), request + "\n" + answer);
        }
        assertTrue(!handled.contains("/smuggled"), handled.toString());
    }

    @EveryBackend
    void aMalformedBodyIsRefusedWhileTheHandlerThinks(Rig rig) {
        List<HttpResponse> responses = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            responses.add(response);
            request.body().all().whenComplete((body, failure) -> failures.add(failure));
        });
        String answer = web.untilClosedByBoth(
                Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "3\r\nabc\r\nxyz");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        rig.runUntil(() -> failures.size() == 1);
        assertTrue(responses.getFirst().isAborted());
        responses.getFirst().send("too late");
    }

    /** Whatever becomes of the body, it has a last word. */
    private static void echoAndComplain(HttpRequest request, HttpResponse response) throws Exception {
        request.body().receive(new Echo(response) {
            @Override
            public void failed(IOException cause) {
                if (response.isCommitted()) {
                    response.end();
                } else {
                    response.status(500).send("mine");
                }
            }
        });
    }

    @EveryBackend(seeds = 10)
    void aHandlerThatAnswersWhenItsBodyFailsDoesNotAnswerTwice(Rig rig) {
        Web web = Web.serve(rig, RefusalsTest::echoAndComplain);
        String answer = web.untilClosedByBoth(
                Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "nonsense\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertEquals(1, Web.complete(Web.bytes(answer)).size(), answer);
    }

    @EveryBackend(seeds = 10)
    void aHandlerThatEndsItsAnswerWhenTheBodyFailsDoesNotMakeItLookWhole(Rig rig) {
        Web web = Web.serve(rig, RefusalsTest::echoAndComplain);
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "5\r\nhello\r\nnonsense\r\n");
        rig.runUntil(peer::isEnded);
        assertTrue(!Web.text(peer).contains("\r\n0\r\n\r\n"), Web.text(peer));
    }

    @EveryBackend
    void aClientMayGoOnSendingAndStillReadTheRefusal(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 9999999"));
        for (int i = 0; i < 50; i++) {
            peer.send(new byte[10_000]);
            rig.turn();
        }
        rig.runUntil(peer::isEof);
        assertEquals(null, peer.failure());
        assertTrue(Web.text(peer).startsWith("HTTP/1.1 413 "), Web.text(peer));
    }

    @Test
    void hostsAreToldFromOtherThings() {
        for (String host : List.of("", "a", "a.b:80", "1.2.3.4:", "[::1]", "[::1]:80", "[v1.x:y]", "%41", "a_b")) {
            assertTrue(HostField.isValid(host), host);
        }
        for (String host :
                List.of("a b", "a:b", "a:1:2", "[]", "[::1]x", "::1", "a/b", "a?b", "a#b", "a@b", "\u00e4", "a\\b")) {
            assertTrue(!HostField.isValid(host), host);
        }
    }
}
