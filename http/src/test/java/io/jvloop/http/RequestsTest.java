// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.httptools.HttpMethod;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a handler sees of a request, and how one request follows another. */
class RequestsTest {
    @EveryBackend(sockets = {TCP, UNIX})
    void aRequestIsAnswered(Rig rig) {
        Web web = Web.serve(
                rig, (request, response) -> response.headers(HttpFields.TEXT).send("hello\n"));
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\n\r\nhello\n",
                web.answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @EveryBackend(seeds = 5)
    void aResponseHasTheDate(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        Peer peer = web.connect();
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        web.answers(peer, 1);
        String line = Web.text(peer)
                .lines()
                .filter(each -> each.startsWith("Date: "))
                .findFirst()
                .orElseThrow();
        ZonedDateTime date = ZonedDateTime.parse(line.substring(6), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(Math.abs(date.toEpochSecond() - System.currentTimeMillis() / 1000) < 60, line);
    }

    @EveryBackend(seeds = 10)
    void aHandlerSeesEverythingOfTheHead(Rig rig) {
        List<String> seen = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            assertEquals(HttpMethod.OPTIONS, request.method());
            assertEquals(1, request.versionMinor());
            assertEquals("/a/b%20c", request.path());
            assertEquals("x=1&y=?", request.query());
            assertEquals("/a/b%20c?x=1&y=?", request.target());
            assertEquals("one", request.header("x-VALUE"));
            assertEquals(List.of("one", "", "three"), request.headers("X-Value"));
            assertNull(request.header("X-Other"));
            assertEquals(0, request.body().length());
            for (int i = 0; i < request.headerCount(); i++) {
                seen.add(request.headerName(i) + "=" + request.headerValue(i));
            }
            response.send();
        });
        web.answer(
                "OPTIONS /a/b%20c?x=1&y=? HTTP/1.1\r\nHost: a:80\r\nX-Value: one\r\nx-value:\r\nX-VALUE:\tthree \r\n\r\n");
        assertEquals(List.of("Host=a:80", "X-Value=one", "x-value=", "X-VALUE=three"), seen);
    }

    @EveryBackend(seeds = 10)
    void theTargetMayHaveAHost(Rig rig) {
        List<String> seen = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            seen.add(request.path() + " " + request.query());
            response.send();
        });
        web.answers(
                Web.head("GET http://a/b?c HTTP/1.1", "Host: a")
                        + Web.head("GET http://a HTTP/1.1", "Host: a")
                        + Web.head("GET http://a?d HTTP/1.1", "Host: a")
                        + Web.head("OPTIONS * HTTP/1.1", "Host: a"),
                4);
        assertEquals(List.of("/b c", "/ null", "/ d", "* null"), seen);
    }

    @EveryBackend
    void pipelinedRequestsAreAnsweredInOrder(Rig rig) {
        int count = 200;
        Web web = Web.serve(rig, (request, response) -> {
            if (request.path().hashCode() % 3 == 0) { // some at once, some later
                rig.loop().callSoon(() -> response.send(request.path()));
            } else {
                response.send(request.path());
            }
        });
        Peer peer = web.connect();
        peer.send(IntStream.range(0, count)
                .mapToObj(i -> "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .collect(Collectors.joining()));
        web.answers(peer, count);
        assertEquals(IntStream.range(0, count).mapToObj(i -> "/" + i).toList(), Web.complete(peer.received()));
    }

    @EveryBackend
    void bytesMayComeOneByOne(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> request.body().all().thenAccept(response::send));
        Peer peer = web.connect();
        byte[] bytes = Web.bytes(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                        + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nd\r\n2;x=y\r\nef\r\n0\r\nA: b\r\n\r\n");
        for (byte each : bytes) {
            peer.send(new byte[] {each});
            rig.turn();
        }
        web.answers(peer, 2);
        assertEquals(List.of("abc", "def"), Web.complete(peer.received()));
    }

    @EveryBackend
    void aConnectionStaysOpenOrNotAsTheVersionAndTheClientSay(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nGET /",
                web.untilClosed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nGET /",
                web.untilClosed("GET / HTTP/1.0\r\n\r\n"));
        Peer old = web.connect();
        old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nGET /", web.answers(old, 1));
        old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        web.answers(old, 2);
        assertFalse(old.isEnded());
    }

    @EveryBackend(seeds = 10)
    void headHasTheHeadersOfGetAndNoBody(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        Peer peer = web.connect();
        peer.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nGET /y",
                web.untilClosed(peer));
    }

    @EveryBackend
    void anUpgradeIsDeclinedAndItsBodyKept(Rig rig) {
        Web web = Web.serve(rig, (request, response) -> request.body().all().thenAccept(response::send));
        Peer peer = web.connect();
        peer.send(Web.head(
                        "POST / HTTP/1.1",
                        "Host: a",
                        "Connection: Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                        "Content-Length: 4")
                + "body"
                + Web.head("GET / HTTP/1.1", "Host: a"));
        web.answers(peer, 2);
        assertEquals(List.of("body", ""), Web.complete(peer.received()));
    }

    @EveryBackend
    void aClientThatEndsItsStreamStillGetsItsAnswers(Rig rig) {
        List<HttpResponse> waiting = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> {
            if (request.path().equals("/later")) {
                waiting.add(response);
            } else {
                response.send("now");
            }
        });
        Peer peer = web.connect();
        peer.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /now HTTP/1.1\r\nHost: a\r\n\r\n");
        peer.shutdownOutput();
        rig.settle();
        rig.runUntil(() -> waiting.size() == 1);
        waiting.getFirst().send("later");
        web.untilClosed(peer);
        assertEquals(List.of("later", "now"), Web.complete(peer.received()));
    }

    @EveryBackend(seeds = 10)
    void emptyLinesBeforeARequestAreSkipped(Rig rig) {
        Web web = Web.serve(rig, Web::mirror);
        assertTrue(web.answer("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").endsWith("GET /"));
    }
}
