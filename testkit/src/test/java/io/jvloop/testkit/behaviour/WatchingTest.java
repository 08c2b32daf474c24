// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.Metrics;
import io.jvloop.Probe;
import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Probe and metrics. */
class WatchingTest {
    @EveryBackend(seeds = 10)
    void metricsCountWhatHappens(Rig rig) {
        EventLoop loop = rig.loop();
        var accepted = rig.accept();
        var connected = rig.connect();
        accepted.peer().send(new byte[1000]);
        connected.transport().write(Bytes.buffer("12345"));
        rig.runUntil(() -> accepted.receivedCount() == 1000 && connected.peer().receivedCount() == 5);
        var timer = loop.callLater(Duration.ofHours(1), () -> {});
        loop.callSoon(() -> {
            throw new IOException("x");
        });
        Metrics before = loop.metrics();
        assertEquals(1, before.timersPending());
        assertEquals(1, before.readyQueued());
        rig.turn();
        timer.cancel();
        connected.transport().close();
        rig.runUntil(connected::isLost);
        Metrics after = loop.metrics();
        assertTrue(after.turns() > before.turns());
        assertTrue(after.callbacks() > before.callbacks());
        assertEquals(1000, after.bytesReceived());
        assertEquals(5, after.bytesSent());
        assertEquals(1, after.connectionsAccepted());
        assertEquals(1, after.connectionsMade());
        assertEquals(1, after.connectionsLost());
        assertEquals(1, after.transportsOpen());
        assertEquals(before.failures() + 1, after.failures());
        assertEquals(0, after.timersPending());
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend(seeds = 0)
    void noWakeUpIsLostWhileTimesAreMeasured(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        loop.metrics();
        SynchronousQueue<Integer> answers = new SynchronousQueue<>();
        AtomicInteger answered = new AtomicInteger();
        Thread asking = Thread.ofPlatform().start(() -> {
            try {
                Integer answer = 0;
                for (int i = 0; i < 20_000 && answer != null; i++) {
                    int number = i;
                    loop.callSoonThreadsafe(() -> answers.put(number));
                    answer = answers.poll(10, TimeUnit.SECONDS);
                    answered.addAndGet(answer == null ? 0 : 1);
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            loop.callSoonThreadsafe(loop::stop);
        });
        var deadline = loop.callLater(Duration.ofSeconds(60), loop::stop);
        loop.runForever();
        deadline.cancel();
        asking.interrupt();
        asking.join();
        assertEquals(20_000, answered.get());
    }

    @EveryBackend(seeds = 0)
    void timesAreMeasuredFromTheFirstQuestionOn(Rig rig) {
        EventLoop loop = rig.loop();
        assertEquals(0, loop.metrics().timedNanos());
        assertEquals(0, loop.metrics().utilisation());
        rig.turn();
        loop.callSoon(() -> {
            long end = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
        rig.turn();
        while (loop.metrics().waitNanos() == 0) {
            loop.callLater(Duration.ofMillis(10), loop::stop);
            loop.runForever();
        }
        Metrics metrics = loop.metrics();
        assertTrue(metrics.longestTurnNanos() >= 5_000_000, metrics.toString());
        assertTrue(metrics.waitNanos() < metrics.timedNanos(), metrics.toString());
        assertTrue(metrics.utilisation() > 0 && metrics.utilisation() < 1, metrics.toString());
    }

    @EveryBackend(seeds = 10)
    void aProbeIsToldInOrder(Rig rig) {
        List<String> told = new ArrayList<>();
        rig.open(LoopOptions.DEFAULT.withProbe(new Probe() {
            @Override
            public void pollStarted(long timeoutNanos) {
                told.add("poll");
            }

            @Override
            public void pollEnded() {
                assertEquals(true, told.contains("poll"));
            }

            @Override
            public void connectionMade(Transport transport, @Nullable Server server) {
                told.add(server == null ? "connected" : "accepted");
            }

            @Override
            public void received(Transport transport, int bytes) {
                assertNotNull(transport.remoteAddress());
                told.add("received");
            }

            @Override
            public void sent(Transport transport, long bytes) {
                told.add("sent " + bytes);
            }

            @Override
            public void connectionLost(Transport transport, @Nullable Throwable cause) {
                told.add("lost");
            }
        }));
        var connection = rig.accept();
        connection.peer().send("x");
        rig.runUntil(() -> connection.receivedCount() == 1);
        connection.transport().write(Bytes.buffer("y"));
        rig.runUntil(() -> connection.peer().receivedCount() == 1);
        connection.transport().close();
        rig.runUntil(connection::isLost);
        told.removeIf("poll"::equals);
        assertEquals(List.of("accepted", "received", "sent 1", "lost"), told);
    }
}
