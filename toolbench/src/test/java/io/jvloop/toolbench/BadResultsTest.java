// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands that read results say in one line which file is wrong, and what in it, and end with status 2. */
class BadResultsTest {
    @TempDir
    Path folder;

    private static Results nothingMeasured() {
        return new Results(
                Results.FORMAT,
                "./jvloop bench",
                "2026-01-02T03:04:05Z",
                "",
                new io.jvloop.toolbench.result.Machine("cpu", 2, 1, "Linux", "JDK", "abc", 1, 0, Map.of()),
                1,
                1,
                1,
                List.of(),
                List.of(),
                List.of());
    }

    private void areRefused(Path file, String why) throws IOException {
        Path good = folder.resolve("good.json");
        ResultFile.write(good, nothingMeasured());
        for (List<String> command : List.of(
                List.of("report", file.toString()),
                List.of("compare", file.toString(), good.toString()),
                List.of("compare", good.toString(), file.toString()),
                List.of("docs", file.toString()),
                List.of("echo-tcp", "--resume", "--json", file.toString()))) {
            Outcome outcome = Outcome.of(command);
            assertEquals(2, outcome.status(), outcome::toString);
            assertEquals("", outcome.out());
            assertEquals(1, outcome.err().lines().count(), outcome::err);
            assertTrue(outcome.err().startsWith("jvloop: ") && outcome.err().contains(file + ": " + why), outcome::err);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{\"format\": 1, \"cases\": [",
                "{\"format\": 2}",
                "{\"format\": \"1\"}",
                "{\"format\": 1, \"machine\": null}",
                "[1, 2]"
            })
    void textThatIsNone(String text) throws IOException {
        areRefused(Files.writeString(folder.resolve("bad.json"), text), "");
    }

    @Test
    void noSuchFileAndBytesThatAreNoText() throws IOException {
        areRefused(folder.resolve("none.json"), "no such file");
        areRefused(Files.write(folder.resolve("bytes.json"), new byte[] {'{', (byte) 0xff}), "no text in UTF-8");
    }

    @Test
    void aFolder() {
        for (String command : List.of("report", "docs")) {
            Outcome outcome = Outcome.of(List.of(command, folder.toString()));
            assertEquals(2, outcome.status(), outcome::toString);
            assertEquals("jvloop: " + folder + ": a folder, not a file\n", outcome.err());
        }
    }

    @Test
    void aPageIsNotWrittenOverItsResults() throws IOException {
        Path file = folder.resolve("run.json");
        ResultFile.write(file, nothingMeasured());
        Path link = Files.createSymbolicLink(folder.resolve("link.html"), file);
        for (Path page : List.of(file, folder.resolve("./run.json"), link)) {
            Outcome outcome = Outcome.of(List.of("report", file.toString(), "--out", page.toString()));
            assertEquals(2, outcome.status(), outcome::toString);
            assertEquals("jvloop: --out " + page + ": the results are there, of which it is made\n", outcome.err());
            assertEquals(nothingMeasured(), ResultFile.read(file));
        }
    }

    @Test
    void aFileOfSomethingElseIsNotWrittenOver() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
        Outcome outcome = Outcome.of(List.of("echo-tcp", "--json", notes.toString()));
        assertEquals(2, outcome.status(), outcome::toString);
        assertEquals(
                "jvloop: --json: " + notes + ": not a result file: expected an object, and it is not written over:"
                        + " name another one, or remove it\n",
                outcome.err());
        assertEquals("mine", Files.readString(notes));
    }
}
