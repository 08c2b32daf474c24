// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.peer.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path root;

    private void git(String... words) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", root.toString(), "-c", "user.name=somebody", "-c", "user.email=some@body"));
        command.addAll(List.of(words));
        assertTrue(Command.output(command) != null, command::toString);
    }

    private Path written(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private String commit() {
        return Machine.detect(root).commit();
    }

    private void aRepository() throws IOException {
        assumeTrue(Command.output(List.of("git", "--version")) != null, "not run: no git");
        git("init");
        written("core/src/main/Loop.java", "one");
        written("toolbench/results/echo.json", "one");
        git("add", ".");
        git("commit", "-m", "first");
    }

    @Test
    void whatIsChangedHasAHashOfIt() throws IOException {
        aRepository();
        String clean = commit();
        assertTrue(clean.matches("[0-9a-f]{12}"), clean);
        written("core/src/main/Loop.java", "two");
        String two = commit();
        assertTrue(two.matches(clean + " with changes [0-9a-f]{12}"), two);
        written("core/src/main/Loop.java", "three");
        String three = commit();
        assertNotEquals(two, three);
        git("add", ".");
        assertEquals(three, commit());
        written("core/src/main/Loop.java", "two");
        assertEquals(two, commit());
    }

    @Test
    void sourcesThatGitDoesNotKnowYetCount() throws IOException {
        aRepository();
        String clean = commit();
        written("core/src/main/More.java", "one");
        String one = commit();
        assertTrue(one.startsWith(clean + " with changes "), one);
        written("core/src/main/More.java", "two");
        assertNotEquals(one, commit());
    }

    /** A run that goes on has written some. */
    @Test
    void resultsAreNoChange() throws IOException {
        aRepository();
        String clean = commit();
        written("toolbench/results/echo.json", "two");
        written("raw.json", "one");
        assertEquals(clean, commit());
    }

    @Test
    void withoutGitItIsUnknown() {
        assertEquals("unknown", commit());
    }
}
