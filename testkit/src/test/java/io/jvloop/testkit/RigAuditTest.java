// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.TimerHandle;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.Kernels;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rig notices what tests leave behind. */
class RigAuditTest {
    private static Rig rig() throws Exception {
        Kernel nio = Kernels.real(List.of(SocketKind.TCP)).getLast();
        assertEquals("nio", nio.name());
        return new Rig(nio);
    }

    @Test
    void aReportThatNobodyTookFailsTheTest() throws Exception {
        Rig rig = rig();
        rig.loop().callSoon(() -> {
            throw new ArithmeticException("on purpose");
        });
        rig.turn();
        AssertionError error = assertThrows(AssertionError.class, rig::close);
        assertTrue(error.getMessage().contains("Exception in callback"), error.getMessage());
        assertEquals("on purpose", error.getSuppressed()[0].getMessage());
    }

    @Test
    void aDescriptorThatIsLeftOpenFailsTheTest() throws Exception {
        Rig rig = rig();
        try (SocketChannel _ = SocketChannel.open()) {
            AssertionError error = assertThrows(AssertionError.class, rig::close);
            assertTrue(error.getMessage().contains("socket:"), error.getMessage());
        }
    }

    @Test
    void anOpenServerAndConnectionsWithBytesInBothDirectionsAreEndedByTheRig() throws Exception {
        try (Rig rig = rig()) {
            var connection = rig.accept();
            connection.peer().pauseReading();
            connection.transport().write(ByteBuffer.allocate(10_000_000));
            connection.transport().pauseReading();
            connection.peer().send(new byte[10_000_000]);
            rig.turn();
        }
    }

    @Test
    void aTimerThatIsLeftFailsTheTest() throws Exception {
        Rig rig = rig();
        rig.loop().callLater(Duration.ofHours(1), () -> {});
        AssertionError error = assertThrows(AssertionError.class, rig::close);
        assertTrue(error.getMessage().contains("timers=1"), error.getMessage());
    }

    @Test
    void aTimerThatTheTestCancelledIsNotLeft() throws Exception {
        try (Rig rig = rig()) {
            TimerHandle timer = rig.loop().callLater(Duration.ofHours(1), () -> {});
            timer.cancel();
        }
    }
}
