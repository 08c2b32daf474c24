// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the loop's thread allocates on the Java heap for a message, in the steady state. */
@Timeout(120)
class AllocationTest {

    /** One small view: a slice of a buffer has 64 bytes; what a rare resize somewhere takes is spread over all. */
    private static final double VIEW_BYTES_MAX = 72;

    private static final List<String> OPENED = List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");

    private static final double NOTHING_BYTES_MAX = 0.5;

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aBufferedProtocolCostsNoGarbageAtAll(Backend backend, @TempDir Path scratch) throws Exception {
        assertAtMost(NOTHING_BYTES_MAX, backend, "buffered", scratch);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aProtocolCostsOneSmallView(Backend backend, @TempDir Path scratch) throws Exception {
        assertAtMost(VIEW_BYTES_MAX, backend, "plain", scratch);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aTaskThatReadsIntoItsBufferCostsNoGarbageAtAll(Backend backend, @TempDir Path scratch) throws Exception {
        assertAtMost(NOTHING_BYTES_MAX, backend, "task with a buffer", scratch);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aTaskThatReadsSlicesCostsThemAndNoMore(Backend backend, @TempDir Path scratch) throws Exception {
        assertAtMost(VIEW_BYTES_MAX, backend, "task with slices", scratch);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aTaskThatReadsArraysCostsThemAndNoMore(Backend backend, @TempDir Path scratch) throws Exception {
        int array = 16 + 1024;
        int wrapper = 56; // to write an array that was not written before
        assertAtMost(array + wrapper + NOTHING_BYTES_MAX, backend, "task with arrays", scratch);
    }

    /** What the JIT inlines differs from one JVM to the next, and one of many makes an object more: two after each other do not. */
    private static void assertAtMost(double max, Backend backend, String protocol, Path scratch) throws Exception {
        double first = bytesPerMessage(backend, protocol, scratch);
        double bytes = first <= max ? first : bytesPerMessage(backend, protocol, scratch);
        assertTrue(bytes <= max, first + " and " + bytes + " bytes a message");
    }

    /** In a JVM of its own: in one that has run several backends, the compiler sees more than any user's has. */
    private static double bytesPerMessage(Backend backend, String protocol, Path scratch) throws Exception {
        Process process = ChildJvm.start(scratch, "", OPENED, AllocatedBytes.class, backend.id(), protocol);
        try (BufferedReader from =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = String.valueOf(from.readLine());
            Assumptions.assumeFalse(line.startsWith("not run"), line);
            return Double.parseDouble(line);
        } finally {
            process.destroyForcibly();
        }
    }
}
