// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.peer.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdleClientTest {
    private static final int CONNECTIONS = 1000;

    @BeforeEach
    void aSystemOfEpoll() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "not run: no proc(5)");
    }

    /** Echoes the byte of one connection after the other, each a moment later. */
    private static void serve(ServerSocket listener, long delayNanos) {
        try {
            while (true) {
                Socket socket = listener.accept(); // closed with this process, or by its other end
                int one = socket.getInputStream().read();
                LockSupport.parkNanos(delayNanos);
                socket.getOutputStream().write(one);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static Address of(ServerSocket listener) {
        return new Address("127.0.0.1", listener.getLocalPort(), "");
    }

    private static boolean hasChildren() {
        return ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive);
    }

    @Test
    void aServerThatAnswersEachSlowlyHasALimitInAll() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, 50_000_000));
            Failed failure =
                    assertThrows(Failed.class, () -> IdleClient.start(of(listener), CONNECTIONS, Cores.ANY, 0.5));
            String said = String.valueOf(failure.getMessage());
            assertTrue(said.matches("load: \\d+ of 1,000 connections were open after 0\\.5 s"), said);
            assertFalse(hasChildren());
        }
    }

    @Test
    void oneThatAnswersInTimeHasAllOpen() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, 0));
            try (IdleClient _ = IdleClient.start(of(listener), 10, Cores.ANY)) {
                assertTrue(hasChildren());
            }
            assertFalse(hasChildren());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "3333, 20", "3334, 21", "10000, 60", "25000, 150"})
    void theLimitIsInProportion(int connections, int seconds) {
        assertEquals(seconds, IdleClient.secondsMax(connections));
    }
}
