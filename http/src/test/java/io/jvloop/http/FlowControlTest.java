// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A client that does not read stops being read; one that vanishes leaves nothing behind. */
class FlowControlTest {
    private static final String GET = Web.head("GET / HTTP/1.1", "Host: a");

    @EveryBackend
    void aClientThatDoesNotReadStopsBeingRead(Rig rig) {
        int[] handled = new int[1];
        byte[] body = new byte[100_000];
        Web web = Web.serve(rig, (request, response) -> {
            handled[0]++;
            response.send(body);
        });
        Peer deaf = web.connect();
        deaf.pauseReading();
        int count = 1_000_000;
        deaf.send(GET.repeat(count));
        rig.settle();
        assertTrue(handled[0] < 2000, handled[0] + " requests were answered to somebody who does not read");
        assertTrue(deaf.unsent() > 0, "all was read");
        Peer other = web.connect();
        other.send(GET);
        web.answers(other, 1);
        deaf.resumeReading();
        int before = handled[0];
        rig.runUntil(() -> handled[0] > before + 5);
    }

    @EveryBackend
    void aHandlerLearnsWhenTheClientReadsAgain(Rig rig) {
        List<HttpResponse> responses = new ArrayList<>();
        ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
        Web web = Web.serve(rig, (request, response) -> {
            responses.add(response);
            assertTrue(response.isWritable());
            assertTrue(response.whenWritable().isDone());
            while (response.isWritable()) {
                response.write(piece.clear());
            }
            response.whenWritable().thenAccept(_ -> response.end());
        });
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(GET);
        rig.runUntil(() -> responses.size() == 1);
        rig.settle();
        assertFalse(responses.getFirst().isFinished());
        peer.resumeReading();
        rig.runUntil(() -> responses.getFirst().isFinished());
    }

    @EveryBackend
    void whoHasGivenUpWaitingForTheClientMayWaitAgain(Rig rig) {
        List<HttpResponse> responses = new ArrayList<>();
        ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
        Web web = Web.serve(rig, (request, response) -> {
            responses.add(response);
            while (response.isWritable()) {
                response.write(piece.clear());
            }
            assertTrue(response.whenWritable().cancel(false));
            response.whenWritable().thenAccept(_ -> response.end());
        });
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(GET);
        rig.runUntil(() -> responses.size() == 1);
        rig.settle();
        assertFalse(responses.getFirst().isFinished());
        peer.resumeReading();
        rig.runUntil(() -> responses.getFirst().isFinished());
    }

    @EveryBackend(seeds = 10)
    void aClientThatVanishesAtAnyByteLeavesNothingBehind(Rig rig) {
        Web web = Web.serve(
                rig,
                (request, response) ->
                        request.body().all().thenAccept(body -> rig.loop().callSoon(() -> response.send(body))));
        byte[] request = Web.bytes(Web.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                + "5\r\nhello\r\n0\r\nA: b\r\n\r\n");
        for (int cut = 0; cut <= request.length; cut += rig.isSimulated() ? 1 : 3) {
            Peer closes = web.connect();
            closes.send(java.util.Arrays.copyOf(request, cut));
            Peer resets = web.connect();
            resets.send(java.util.Arrays.copyOf(request, cut));
            rig.turn();
            closes.close();
            resets.reset();
        }
        Peer other = web.connect();
        other.send(GET);
        web.answers(other, 1);
        other.close();
        rig.runUntil("all are gone", () -> web.sockets().connectionCount() == 0);
    }

    @EveryBackend
    void aClientThatVanishesWhileItIsAnsweredLeavesNothingBehind(Rig rig) {
        ByteBuffer body = ByteBuffer.allocateDirect(3 << 20);
        Web web = Web.serve(rig, (request, response) -> {
            response.write(body.duplicate());
            rig.loop().callSoon(() -> {
                response.write(body.duplicate());
                response.end();
            });
        });
        for (int i = 0; i < 5; i++) {
            Peer peer = web.connect();
            peer.send(GET.repeat(3));
            int enough = i * 70_000;
            rig.runUntil(() -> peer.receivedCount() >= enough);
            if (i % 2 == 0) {
                peer.reset();
            } else {
                peer.close();
            }
        }
        rig.runUntil("all are gone", () -> web.sockets().connectionCount() == 0);
        assertEquals(0, web.sockets().connectionCount());
    }
}
