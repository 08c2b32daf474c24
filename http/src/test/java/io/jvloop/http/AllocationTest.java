// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the loop's thread allocates on the Java heap for a request of a browser, in the steady state. */
@Timeout(120)
class AllocationTest {
    /** The one small view that a protocol gets of what was received; what a rare resize somewhere takes is spread over all. */
    private static final double VIEW_BYTES_MAX = 72;

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aRequestCostsTheViewOfItsBytesAndNothingElse(Backend backend) throws Exception {
        assertAView(backend, 1024);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void nothingIsAllocatedForABodyEither(Backend backend) throws Exception {
        assertAView(backend, 10 * 1024);
    }

    /** What the JIT inlines differs from one JVM to the next, and one of many makes an object more: two after each other do not. */
    private static void assertAView(Backend backend, int size) throws Exception {
        double first = bytesPerRequest(backend, size);
        double bytes = first <= VIEW_BYTES_MAX ? first : bytesPerRequest(backend, size);
        assertTrue(bytes <= VIEW_BYTES_MAX, first + " and " + bytes + " bytes a request");
    }

    /** In a JVM of its own: in one that has run several backends, the compiler sees more than any user's has. */
    private static double bytesPerRequest(Backend backend, int size) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllocatedBytes.class.getName(),
                        backend.id(),
                        String.valueOf(size))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
