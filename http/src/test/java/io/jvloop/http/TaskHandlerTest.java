// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Handlers that wait. */
class TaskHandlerTest {
    private static final String GET = Web.head("GET / HTTP/1.1", "Host: a");

    @EveryBackend(seeds = 10)
    void aTaskReadsAndWritesStraightAway(Rig rig) {
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            ByteBuffer piece = Tasks.await(request.body().next());
            while (piece.hasRemaining()) {
                Tasks.sleep(Duration.ofMillis(1));
                response.write(piece);
                Tasks.await(response.whenWritable());
                piece = Tasks.await(request.body().next());
            }
            response.end();
        }));
        String body = "0123456789".repeat(20_000);
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: " + body.length()) + body + GET);
        web.answers(peer, 2);
        assertEquals(List.of(body, ""), Web.complete(peer.received()));
    }

    @EveryBackend(seeds = 10)
    void aTaskThatThrowsOrForgetsToAnswerIsAnsweredWith500(Rig rig) {
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            Tasks.yieldNow();
            if (request.path().equals("/throws")) {
                throw new Exception("no luck");
            }
        }));
        String answers = web.answers(Web.head("GET /throws HTTP/1.1", "Host: a") + GET, 2);
        assertEquals(2, answers.split("500 Internal Server Error\r\n", -1).length - 1, answers);
        assertEquals(2, rig.takeReports().size());
    }

    @EveryBackend(seeds = 10)
    void aTaskIsCancelledWhenTheClientGoesAway(Rig rig) {
        List<Throwable> thrown = new ArrayList<>();
        boolean[] begun = new boolean[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            begun[0] = true;
            try {
                Tasks.await(rig.loop().createFuture());
            } catch (CancellationException cancelled) {
                thrown.add(cancelled);
                throw cancelled;
            }
        }));
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> begun[0]);
        peer.reset();
        rig.runUntil(() -> thrown.size() == 1);
        assertTrue(rig.takeReports().isEmpty());
    }

    @EveryBackend(seeds = 0)
    void aTaskThatWaitsInASocketOfTheJdksIsCancelledAndHasNotFailed(Rig rig) throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        List<IOException> thrown = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 10, here)) {
            boolean[] begun = new boolean[1];
            Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
                try (Socket upstream = new Socket(here, silent.getLocalPort())) {
                    begun[0] = true;
                    upstream.getInputStream().read();
                } catch (IOException closedByTheInterrupt) {
                    thrown.add(closedByTheInterrupt);
                    throw closedByTheInterrupt;
                }
            }));
            Peer peer = web.connect();
            peer.send(GET);
            rig.runUntil(() -> begun[0]);
            rig.settle();
            peer.reset();
            rig.runUntil(() -> thrown.size() == 1 && Tasks.allTasks(rig.loop()).isEmpty());
        }
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(seeds = 10)
    void aTaskThatGoesOnAfterItsAnswerHasNothingToDoWithTheNextRequest(Rig rig) {
        boolean[] over = new boolean[1];
        List<HttpResponse> responses = new ArrayList<>();
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            if (request.path().equals("/")) {
                response.send("early");
                Tasks.sleep(Duration.ofMillis(20));
                over[0] = true;
            } else {
                responses.add(response);
                while (!over[0]) {
                    Tasks.sleep(Duration.ofMillis(1));
                }
                Tasks.sleep(Duration.ofMillis(20));
                response.send("late");
            }
        }));
        Peer peer = web.connect();
        peer.send(GET + Web.head("GET /next HTTP/1.1", "Host: a"));
        web.answers(peer, 2);
        assertEquals(List.of("early", "late"), Web.complete(peer.received()));
        assertTrue(responses.getFirst().isFinished());
    }

    @EveryBackend(seeds = 10)
    void aHandlerThatWantsToKnowOfAnAbortIsCancelledAllTheSame(Rig rig) {
        List<String> told = new ArrayList<>();
        boolean[] waiting = new boolean[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            response.onAbort(() -> told.add("before"));
            Tasks.yieldNow();
            response.onAbort(() -> told.add("behind"));
            waiting[0] = true;
            try {
                Tasks.await(rig.loop().createFuture());
            } catch (CancellationException cancelled) {
                told.add("cancelled");
                throw cancelled;
            }
        }));
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> waiting[0]);
        peer.reset();
        rig.runUntil(() -> told.contains("cancelled"));
        assertEquals(3, told.size(), told.toString());
    }

    @EveryBackend(seeds = 10)
    void aTaskIsCancelledSoonWhenTheClientCloses(Rig rig) {
        boolean[] begun = new boolean[1];
        boolean[] cancelled = new boolean[1];
        Web web = Web.serve(
                rig,
                Web.PATIENT.withHalfClosedTimeout(Duration.ofMillis(100)),
                HttpHandler.inTask((request, response) -> {
                    begun[0] = true;
                    try {
                        Tasks.sleep(Duration.ofDays(1));
                    } finally {
                        cancelled[0] = true;
                    }
                }));
        Peer peer = web.connect();
        peer.send(GET);
        rig.runUntil(() -> begun[0]);
        peer.close();
        rig.runUntil(() -> cancelled[0]);
        rig.runUntil(() -> web.sockets().connectionCount() == 0);
    }

    @EveryBackend(seeds = 10)
    void aTaskIsCancelledAlsoWhenItsRequestCameTogetherWithTheOneBefore(Rig rig) {
        boolean[] begun = new boolean[1];
        boolean[] cancelled = new boolean[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            if (request.path().equals("/first")) {
                Tasks.yieldNow();
                response.send();
                return;
            }
            begun[0] = true;
            try {
                Tasks.await(rig.loop().createFuture());
            } finally {
                cancelled[0] = true;
            }
        }));
        Peer peer = web.connect();
        peer.send(Web.head("GET /first HTTP/1.1", "Host: a") + GET);
        rig.runUntil(() -> begun[0]);
        rig.settle();
        peer.reset();
        rig.runUntil("the task is cancelled", () -> cancelled[0]);
    }

    @EveryBackend(seeds = 10)
    void aTaskIsCancelledAlsoWhenItsClientHadToCatchUpBefore(Rig rig) {
        long[] written = new long[1];
        boolean[] caughtUp = new boolean[1];
        boolean[] cancelled = new boolean[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
            while (response.isWritable()) {
                response.write(piece.clear());
                written[0] += piece.capacity();
            }
            Tasks.await(response.whenWritable());
            caughtUp[0] = true;
            try {
                Tasks.await(rig.loop().createFuture());
            } finally {
                cancelled[0] = true;
            }
        }));
        Peer peer = web.connect();
        peer.pauseReading();
        peer.send(GET);
        rig.runUntil(() -> written[0] > 0);
        rig.settle();
        peer.resumeReading();
        rig.runUntil(() -> caughtUp[0] && peer.receivedCount() > written[0]);
        rig.settle();
        peer.reset();
        rig.runUntil("the task is cancelled", () -> cancelled[0]);
    }

    @EveryBackend(seeds = 10)
    void thatTheClientHasGoneIsNoFailureOfAHandlerThatWaitsForIt(Rig rig) {
        int[] waiting = new int[1];
        int[] failed = new int[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            waiting[0]++;
            try {
                if (request.path().equals("/reads")) {
                    Tasks.await(request.body().all());
                } else {
                    response.write(ByteBuffer.allocate(50 << 20));
                    Tasks.await(response.whenWritable());
                }
            } finally {
                failed[0]++;
            }
        }));
        Peer writer = web.connect();
        writer.pauseReading();
        writer.send(GET);
        Peer reader = web.connect();
        reader.send(Web.head("POST /reads HTTP/1.1", "Host: a", "Content-Length: 9"));
        rig.runUntil(() -> waiting[0] == 2);
        writer.reset();
        reader.reset();
        rig.runUntil(() -> failed[0] == 2);
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(seeds = 10)
    void thatTheClientHasGoneIsNoFailureOfAGroupOfTasksEither(Rig rig) {
        boolean[] waiting = new boolean[1];
        boolean[] ended = new boolean[1];
        Web web = Web.serve(rig, HttpHandler.inTask((request, response) -> {
            try {
                Tasks.taskGroup(group -> {
                    group.createTask(() -> Tasks.await(request.body().all()));
                    group.createTask(() -> {
                        waiting[0] = true;
                        Tasks.sleep(Duration.ofDays(1));
                    });
                });
            } finally {
                ended[0] = true;
            }
        }));
        Peer peer = web.connect();
        peer.send(Web.head("POST / HTTP/1.1", "Host: a", "Content-Length: 9"));
        rig.runUntil(() -> waiting[0]);
        peer.reset();
        rig.runUntil(() -> ended[0]);
        rig.settle();
        assertEquals(List.of(), rig.takeReports());
    }
}
