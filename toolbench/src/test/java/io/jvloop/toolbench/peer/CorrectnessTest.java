// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Correctness.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectnessTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private void check(String way, String served) throws Failed {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                WrongServer.class.getName(),
                way);
        Correctness.check(command, new Subject(served, false), folder, SILENCE);
    }

    @Test
    void aServerThatIsRightPasses() throws Failed {
        check("right", "echo");
        check("right", "readline");
        check("http", "http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flips       | echo     | came back wrong",
                "flips       | readline | came back wrong",
                "closes      | echo     | bytes",
                "hangs       | echo     | silent for 2.0 s",
                "drops       | echo     | it ended after",
                "adds        | echo     | bytes more than it got",
                "babbles     | echo     | it does not say where it listens",
                "dies        | echo     | it does not start: no luck",
                "http-length | http     | bytes",
                "http-short  | http     | silent for 2.0 s",
                "http-once   | http     | it closed the connection",
            })
    void aServerThatIsWrongIsOneLine(String way, String served, String said) {
        Failed failed = assertThrows(Failed.class, () -> check(way, served));
        String message = String.valueOf(failed.getMessage());
        assertTrue(message.contains(said) && message.lines().count() == 1, message);
    }
}
