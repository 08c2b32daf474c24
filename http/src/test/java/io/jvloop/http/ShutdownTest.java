// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a server, and its beginning. */
class ShutdownTest {
    private static final String GET = Web.head("GET / HTTP/1.1", "Host: a");

    @EveryBackend(seeds = 2) // with more, the fake kernel lets the day pass while a client rests
    void idleConnectionsEndAtOnceAndOthersWhenTheyAreAnswered(Rig rig) throws Exception {
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> responses.add(response));
        Peer idle = web.connect();
        Peer busy = web.connect();
        busy.send(GET + GET);
        rig.runUntil(() -> responses.size() == 1);
        LoopFuture<Integer> end = web.server().shutdown(Duration.ofDays(1));
        rig.runUntil(idle::isEnded);
        assertFalse(end.isDone());
        assertEquals(List.of(), web.server().addresses());
        responses.getFirst().send("last");
        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlast", web.untilClosed(busy));
        busy.close(); // it might have sent more, and was given time to read this before
        assertEquals(0, rig.await(end));
    }

    @EveryBackend(seeds = 10)
    void whatIsNotAnsweredInTimeIsAborted(Rig rig) throws Exception {
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, (request, response) -> responses.add(response));
        Peer busy = web.connect();
        busy.send(GET);
        rig.runUntil(() -> responses.size() == 1);
        assertEquals(1, rig.await(web.server().shutdown(Duration.ofMillis(100))));
        assertTrue(responses.getFirst().isAborted());
        responses.getFirst().send();
    }

    @EveryBackend(seeds = 10)
    void whoHasItsWholeAnswerAndStaysIsNotAborted(Rig rig) throws Exception {
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, (_, response) -> responses.add(response));
        Peer answered = web.connect();
        answered.send(GET);
        Peer waiting = web.connect();
        waiting.send(GET);
        rig.runUntil(() -> responses.size() == 2);
        LoopFuture<Integer> end = web.server().shutdown(Duration.ofMillis(200));
        responses.getFirst().send("whole");
        assertEquals(1, rig.await(end));
    }

    @EveryBackend(seeds = 10)
    void aHandlerThatFailsIsReportedWithItsRequest(Rig rig) throws Exception {
        Web web = Web.serve(rig, (_, _) -> {
            throw new IllegalStateException("on purpose");
        });
        web.connect().send(GET);
        List<ExceptionContext> reports = new ArrayList<>();
        rig.runUntil(() -> reports.addAll(rig.takeReports()));
        String said = reports.getFirst().toString();
        assertTrue(said.startsWith("an HTTP handler failed: GET /"), said);
        assertFalse(said.contains("null"), said);
    }

    @EveryBackend(seeds = 5)
    void aServerHasAPort(Rig rig) throws Exception {
        Web web = Web.serve(rig, Web::mirror);
        assertTrue(web.server().port() > 0);
        rig.await(web.server().shutdown(Duration.ZERO));
        assertThrows(IllegalStateException.class, web.server()::port);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        HttpServerOptions options = HttpServerOptions.DEFAULT;
        assertThrows(IllegalArgumentException.class, () -> options.withPort(65536));
        assertThrows(IllegalArgumentException.class, () -> options.withBacklog(0));
        assertThrows(IllegalArgumentException.class, () -> options.withHeadTimeout(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> options.withIdleTimeout(Duration.ofDays(5000)));
        assertThrows(IllegalArgumentException.class, () -> options.withBodyTimeout(Duration.ofNanos(-1)));
    }

    @EveryBackend(seeds = 10)
    void connectionsThatWaitForARequestAreOwedNothing(Rig rig) throws Exception {
        Web web = Web.serve(rig, (_, response) -> response.send("whole"));
        for (int i = 0; i < 3; i++) {
            web.connect();
        }
        Peer answered = web.connect();
        answered.send(GET);
        web.answers(answered, 1);
        assertEquals(0, rig.await(web.server().shutdown(Duration.ZERO)));
    }
}
