// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static void refused(String part, org.junit.jupiter.api.function.Executable what) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, what);
        assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedAtTheDoor() {
        refused("backlog 0", () -> ServerOptions.DEFAULT.withBacklog(0));
        refused("backlog -5", () -> UnixServerOptions.DEFAULT.withBacklog(-5));
        refused("UNIX", () -> ServerOptions.DEFAULT.withFamily(StandardProtocolFamily.UNIX));
        refused("UNIX", () -> ConnectOptions.DEFAULT.withFamily(StandardProtocolFamily.UNIX));
        refused("negative", () -> ConnectOptions.DEFAULT.withHappyEyeballsDelay(Duration.ofMillis(-1)));
        refused("slowCallback", () -> LoopOptions.DEFAULT.withSlowCallback(Duration.ZERO));
        assertThrows(NullPointerException.class, () -> LoopOptions.DEFAULT.withProbe(null));
        assertThrows(NullPointerException.class, () -> LoopOptions.DEFAULT.withLimits(null));
        refused("inboxMax", () -> LoopLimits.NONE.withInboxMax(0));
        refused("low <= high", () -> new WriteBufferLimits(2, 1));
        refused("0 <= low", () -> new WriteBufferLimits(-1, 1));
    }

    @Test
    void oneWriteLimitGivesTheOther() {
        assertEquals(new WriteBufferLimits(25, 100), WriteBufferLimits.ofHigh(100));
        assertEquals(new WriteBufferLimits(100, 400), WriteBufferLimits.ofLow(100));
        assertEquals(new WriteBufferLimits(0, 0), WriteBufferLimits.ofHigh(0));
        assertEquals(
                Integer.MAX_VALUE, WriteBufferLimits.ofLow(Integer.MAX_VALUE).high());
    }

    @Test
    void aBackendIsFoundByItsName() {
        assertEquals(Backend.IO_URING, Backend.of("io_uring"));
        assertEquals(Backend.EPOLL, Backend.of(" EPOLL "));
        refused("auto, io_uring, epoll, nio", () -> Backend.of("kqueue"));
    }

    @Test
    void aWitherChangesOneThing() {
        LoopOptions options = LoopOptions.DEFAULT.withDebug(true);
        assertEquals(LoopOptions.DEFAULT, options.withDebug(null));
    }
}
