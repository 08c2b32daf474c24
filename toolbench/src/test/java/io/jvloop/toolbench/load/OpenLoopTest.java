// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.Figure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A fixed rate, and what it sees that a closed loop does not. */
class OpenLoopTest {
    private static final double STALL_MILLIS = 500;

    /** Stops once, for half a second, soon after its first message. */
    private static TestServer stalling() {
        AtomicBoolean hasStalled = new AtomicBoolean();
        return new TestServer((in, out) -> {
            byte[] message = in.readNBytes(64);
            long start = System.nanoTime();
            while (message.length == 64) {
                if (System.nanoTime() - start > 200_000_000 && !hasStalled.getAndSet(true)) {
                    Thread.sleep((long) STALL_MILLIS);
                }
                out.write(message);
                message = in.readNBytes(64);
            }
        });
    }

    @Test
    void aStallCountsForAllThatWereDueMeanwhile() throws IOException {
        String load = "--size 64 --connections 1 --seconds 1";
        Said open;
        Said closed;
        try (TestServer server = stalling()) {
            open = Said.by(server.address(), load + " --rate 1000");
        }
        try (TestServer server = stalling()) {
            closed = Said.by(server.address(), load);
        }
        // half of the second was a stall: of what was due a quarter waited for more than the half of it
        assertTrue(open.figure(Figure.LATENCY_P90) > STALL_MILLIS * 1000 / 2, open::toString);
        assertTrue(open.figure(Figure.LATENCY_MAX) >= STALL_MILLIS * 990, open::toString);
        // one request of many saw it
        assertTrue(closed.figure(Figure.LATENCY_MAX) >= STALL_MILLIS * 990, closed::toString);
        assertTrue(closed.figure(Figure.LATENCY_P90) < STALL_MILLIS * 1000 / 2, closed::toString);
    }

    @Test
    void theRateIsKept() throws IOException {
        try (TestServer server = TestServer.echo()) {
            Said said = Said.by(server.address(), "--rate 500 --seconds 1");
            assertEquals(500, said.figure(Figure.REQUESTS_PER_SECOND), 50, said::toString);
        }
    }

    /** Or else the first request on each would wait for its connection, and be measured so. */
    @Test
    void allConnectionsAreThereFromTheBeginning() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        TestServer.Handler counting = (in, out) -> {
            connections.incrementAndGet();
            in.transferTo(out);
        };
        try (TestServer server = new TestServer(counting)) {
            Said said = Said.by(server.address(), "--rate 10 --connections 50 --seconds 1");
            assertTrue(said.figure(Figure.REQUESTS) < 30, said::toString);
        }
        assertEquals(50, connections.get());
    }

    @Test
    void aServerThatDoesNotKeepUpIsSaid() throws IOException {
        TestServer.Handler slow = (in, out) -> {
            byte[] one = in.readNBytes(1);
            while (one.length == 1) {
                Thread.sleep(5);
                out.write(one);
                one = in.readNBytes(1);
            }
        };
        try (TestServer server = new TestServer(slow)) {
            Said.by(server.address(), "--rate 10000 --size 1 --connections 2 --patience 0.5")
                    .failedWith(1, "the server does not keep up with 10000 requests/s");
        }
    }
}
