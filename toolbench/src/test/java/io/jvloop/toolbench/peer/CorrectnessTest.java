// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Correctness.Level;
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
        check(way, new Subject(served, false, Level.SERVER, true));
    }

    private void check(String way, Subject subject) throws Failed {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                WrongServer.class.getName(),
                way);
        Correctness.check(command, subject, folder, SILENCE);
    }

    @Test
    void aServerThatIsRightPasses() throws Failed {
        check("right", "echo");
        check("right", "readline");
        check("http", "http");
    }

    @Test
    void aFloorMayAnswerAnyPath() throws Failed {
        check("http-any", new Subject("http", false, Level.FLOOR, true));
        check("http", new Subject("http", false, Level.FLOOR, true));
    }

    @Test
    void oneThatSaysSoNeedNotAnswerAClientThatHasShutDownItsSendingSide() throws Failed {
        check("http-full", new Subject("http", false, Level.SERVER, false));
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
                "http-full   | http     | shut down its sending side: it closed the connection in the middle of a response",
                "http-stays  | http     | shut down its sending side: silent for 2.0 s, and does not end",
                "http-any    | http     | /nothing-here, which must be 404, is answered with: HTTP/1.1 200 OK",
            })
    void aServerThatIsWrongIsOneLine(String way, String served, String said) {
        Failed failed = assertThrows(Failed.class, () -> check(way, served));
        String message = String.valueOf(failed.getMessage());
        assertTrue(message.contains(said) && message.lines().count() == 1, message);
    }
}
