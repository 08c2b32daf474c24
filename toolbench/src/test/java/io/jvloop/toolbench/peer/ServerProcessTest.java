// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.jvloop.cli.Failed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private ServerProcess start(String script, Duration patience) throws Failed {
        return ServerProcess.start(
                List.of("sh", "-c", script), new Listen.Tcp(), Map.of(), folder.resolve("errors"), patience);
    }

    private String refused(String script, Duration patience) {
        Failed failed = assertThrows(Failed.class, () -> start(script, patience).close());
        return String.valueOf(failed.getMessage());
    }

    @Test
    void oneThatIsEndedAsItWasTooLateIsNotSaidToHaveEndedByItself() {
        assertTimeout(SOON, () -> {
            Duration patience = Duration.ofSeconds(1);
            String late = "it does not start: it did not say within 1 s where it listens";
            assertEquals(late, refused("sleep 60", patience));
            assertEquals(late, refused("sleep 60; :", patience), "another one has its stdout");
            assertEquals(late + ": reading", refused("echo reading >&2; sleep 60", patience));
        });
    }

    @Test
    void oneThatEndsByItselfIsSaidTo() {
        assertEquals("it does not start: it ended before it listened", refused("exit 3", SOON));
        assertEquals("it does not start: no luck", refused("echo no luck >&2; exit 3", SOON));
    }
}
