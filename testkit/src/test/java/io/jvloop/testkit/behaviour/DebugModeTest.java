// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Debug mode: slow callbacks, and where things were made. */
@Timeout(60)
class DebugModeTest {
    /** Is slow, and has a name. */
    private static final class SlowOne implements Callback {
        @Override
        public void run() {
            beSlow();
        }

        @Override
        public String toString() {
            return "the slow one";
        }
    }

    /** Those of {@link SlowOne}: on a busy machine anything may be slow now and then. */
    private static long ofSlowOnes(Heard heard) {
        return heard.messages().stream()
                .filter(one -> one.contains("the slow one"))
                .count();
    }

    private static void beSlow() {
        long end = System.nanoTime() + 60_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @EveryBackend(seeds = 0)
    void aSlowCallbackIsNamedWithTheStackItHadWhileItWasSlow(Rig rig) {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        try (Heard heard = new Heard()) {
            loop.callSoon(DebugModeTest::beSlow);
            loop.callSoon(() -> {});
            rig.turn();
            assertEquals(1, heard.messages().size(), heard.messages().toString());
            String message = heard.messages().getFirst();
            assertTrue(message.startsWith("Executing "), message);
            assertTrue(message.contains(" took 0.0"), message);
            assertTrue(message.contains("DebugModeTest.beSlow"), message);
        }
    }

    @EveryBackend(seeds = 0)
    void aSlowCallbackThatCannotSayItsNameIsNamedByItsClass(Rig rig) {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        Callback nameless = new Callback() {
            @Override
            public void run() {
                beSlow();
            }

            @Override
            public String toString() {
                throw new IllegalStateException("no name");
            }
        };
        try (Heard heard = new Heard()) {
            loop.callSoon(nameless);
            rig.turn();
            assertTrue(
                    heard.messages().toString().contains(nameless.getClass().getName()),
                    heard.messages().toString());
        }
    }

    @EveryBackend(seeds = 0)
    void aSlowProtocolIsNamedToo(Rig rig) {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        var connection = rig.accept();
        connection.on(io.jvloop.testkit.Call.DATA_RECEIVED, DebugModeTest::beSlow);
        try (Heard heard = new Heard()) {
            connection.peer().send("x");
            rig.runUntil(() -> connection.receivedCount() == 1);
            assertTrue(
                    heard.messages().toString().contains("beSlow"),
                    heard.messages().toString());
        }
    }

    @EveryBackend(seeds = 0)
    void theLimitAndTheModeMayBeChangedWhileItRuns(Rig rig) {
        EventLoop loop = rig.loop();
        try (Heard heard = new Heard()) {
            loop.callSoon(new SlowOne());
            rig.turn();
            assertEquals(List.of(), heard.messages(), "not in debug mode");
            loop.setDebug(true);
            loop.setSlowCallbackDuration(Duration.ofMillis(10));
            assertTrue(loop.isDebug());
            assertEquals(Duration.ofMillis(10), loop.slowCallbackDuration());
            loop.callSoon(new SlowOne());
            rig.turn();
            assertEquals(1, ofSlowOnes(heard));
            loop.callSoon(() -> loop.setDebug(false));
            rig.turn();
            loop.callSoon(new SlowOne());
            rig.turn();
            assertEquals(1, ofSlowOnes(heard));
            assertFalse(loop.isDebug());
        }
    }

    /** A pipe that takes no more: whoever writes to it waits in the system call. */
    private static Pipe fullPipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.sink().configureBlocking(false);
        ByteBuffer page = ByteBuffer.allocate(4096);
        while (pipe.sink().write(page.clear()) > 0) {
            // as much as it takes
        }
        pipe.sink().configureBlocking(true);
        return pipe;
    }

    /** Has another thread write this, and returns when it waits. */
    private static void writeElsewhere(Pipe full, ByteBuffer data) {
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                full.sink().write(data);
            } catch (IOException closed) {
                // in the end
            }
        });
        while (writer.isAlive()
                && Arrays.stream(writer.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals("write0"))) {
            Thread.onSpinWait();
        }
    }

    @EveryBackend(seeds = 0)
    void aViewThatAnotherThreadIsUsingWhenItsCallbackReturnsIsReported(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true));
        Pipe full = fullPipe();
        var link = rig.serve(RecordingProtocol::new).accept();
        RecordingProtocol protocol = link.protocol();
        protocol.onData(data -> writeElsewhere(full, data));
        link.peer().send("x");
        rig.runUntil(() -> protocol.receivedCount() == 1);
        protocol.onData(_ -> {});
        link.peer().send("y");
        rig.runUntil(() -> protocol.receivedText().equals("xy"));
        full.source().close(); // lets the thread go
        full.sink().close();
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(1, reports.size(), reports.toString());
        assertTrue(reports.getFirst().message().contains("in use on another thread"), reports.toString());
        assertSame(protocol, reports.getFirst().protocol());
    }

    @EveryBackend(seeds = 3)
    void whatFailsRemembersWhereItWasMade(Rig rig) {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withDebug(true));
        failLater(loop);
        rig.turn();
        ExceptionContext report = rig.takeReports().getFirst();
        assertNotNull(report.origin());
        assertTrue(
                Arrays.stream(report.origin().getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("failLater")),
                "the stack of the place");
    }

    private static void failLater(EventLoop loop) {
        loop.callSoon(() -> {
            throw new IOException("x");
        });
    }

    @EveryBackend(seeds = 3)
    void whatIsLeftOpenIsReportedWithThePlaceWhereItWasMade(Rig rig) {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withDebug(true));
        var connection = rig.connect();
        loop.close();
        List<ExceptionContext> reports = rig.takeReports();
        ExceptionContext left = reports.stream()
                .filter(report -> report.transport() == connection.transport())
                .findFirst()
                .orElseThrow();
        assertEquals("the loop was closed with an open transport", left.message());
        assertNotNull(left.origin());
    }
}
