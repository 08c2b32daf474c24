// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileTest {
    @TempDir
    Path folder;

    private static Results results(int format) {
        return new Results(
                format,
                "./jvloop bench echo",
                "2026-01-01T00:00:00Z",
                "",
                new Machine("cpu", 2, 1L << 34, "Linux", "JDK", "abc", 1, 0, Map.of()),
                5,
                8,
                4,
                List.of(new Case("echo", "echo-tcp", "TCP", "tcp", 1024, 10, "closed loop", Figure.CPU.key())),
                List.of(
                        new PeerEntry("ours", "a peer", "Java", "1.0", List.of("echo"), List.of(), "", ""),
                        new PeerEntry(
                                "gone",
                                "a peer",
                                "C",
                                "",
                                List.of("echo"),
                                List.of("echo"),
                                "cc is not there",
                                "apt-get install gcc")),
                List.of(new Sample("echo", "ours", 0, 1, "epoll", "", Map.of(Figure.CPU.key(), 1.25))));
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Path file = folder.resolve("new/results.json");
        ResultFile.write(file, results(Results.FORMAT));
        assertEquals(results(Results.FORMAT), ResultFile.read(file));
        try (Stream<Path> all = Files.list(folder.resolve("new"))) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void oneThatIsOlderThanFloorsHasNone() throws IOException {
        Path file = folder.resolve("results.json");
        String text = ResultFile.json(results(Results.FORMAT));
        String older = text.replaceAll("\"floorIn\": \\[[^]]*],\\s*", "");
        assertTrue(older.length() < text.length(), text);
        Files.writeString(file, older);
        assertEquals(List.of(), ResultFile.read(file).peers().getLast().floorIn());
    }

    @Test
    void oneThatIsOlderThanRatesHasNone() throws IOException {
        String text = ResultFile.json(results(Results.FORMAT));
        String older = text.replaceAll(",\\s*\"rate\": 0", "");
        assertTrue(older.length() < text.length(), text);
        Path file = Files.writeString(folder.resolve("results.json"), older);
        assertEquals(0, ResultFile.read(file).cases().getFirst().rate());
        Files.writeString(file, text.replace("\"rate\": 0", "\"rate\": 500"));
        assertEquals(500, ResultFile.read(file).cases().getFirst().rate());
        Files.writeString(file, text.replace("\"rate\": 0", "\"rate\": \"500\""));
        assertEquals(file + ": cases[0].rate: expected a whole number", said(file));
    }

    @Test
    void theVersionOfALoadIsKeptAndOlderFilesHaveNone() throws IOException {
        String text = ResultFile.json(results(Results.FORMAT));
        Path file = folder.resolve("results.json");
        Files.writeString(file, text.replace("\"loadVersion\": \"\"", "\"loadVersion\": \"4.1.0\""));
        assertEquals(
                "closed loop 4.1.0", ResultFile.read(file).cases().getFirst().shownLoad());
        String older = text.replaceAll(",\\s*\"loadVersion\": \"\"", "");
        assertTrue(older.length() < text.length(), text);
        Files.writeString(file, older);
        assertEquals("closed loop", ResultFile.read(file).cases().getFirst().shownLoad());
    }

    @Test
    void anotherFormatIsRefusedByName() throws IOException {
        Path file = folder.resolve("results.json");
        ResultFile.write(file, results(99));
        String said =
                assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertTrue(said.contains("format 99"), said);
    }

    @Test
    void whatIsNoResultFileIsSaidInOneSentence() throws IOException {
        Path file = folder.resolve("results.json");
        for (String text : List.of("", "{", "[]", "{}", "null", "7", "{\"format\": 1", "{\"cases\": []}")) {
            Files.writeString(file, text);
            String said = said(file);
            assertTrue(said.startsWith(file + ": not a result file: "), said);
        }
        assertEquals(folder + "/none: no such file", said(folder.resolve("none")));
    }

    private static String said(Path file) {
        String said =
                assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertEquals(1, said.lines().count(), said);
        return said;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"format\": 1' | '\"format\": \"1\"' | format: expected a whole number",
                "'\"format\": 1' | '\"format\": 1.5' | format: expected a whole number",
                "'\"format\": 1' | '\"format\": null' | format is missing",
                "'\"format\": 1' | '\"format\": 1e99' | format: expected a whole number",
                "'\"rounds\": 5' | '\"rounds\": \"5\"' | rounds: expected a whole number",
                "'\"rounds\": 5' | '\"round\": 5' | rounds is missing",
                "'\"command\": ' | '\"command\": 7, \"was\": ' | command: expected a text",
                "'\"machine\": ' | '\"machine\": null, \"was\": ' | machine is missing",
                "'\"machine\": ' | '\"machine\": [], \"was\": ' | machine: expected an object",
                "'\"cores\": 2' | '\"cores\": true' | machine.cores: expected a whole number",
                "'\"environment\": {}' | '\"environment\": {\"A\": 1}' | machine.environment.A: expected a text",
                "'\"environment\": {}' | '\"environment\": {\"A\\nB\": 1}' | machine.environment.A B: expected a text",
                "'\"cases\": [' | '\"cases\": [null, ' | cases[0] is missing",
                "'\"cases\": ' | '\"cases\": {}, \"was\": ' | cases: expected a list",
                "'\"connections\": 10' | '\"connections\": 99999999999' | cases[0].connections: expected a whole number",
                "'\"install\": \"\"' | '\"installs\": \"\"' | peers[0].install is missing",
                "'\"caseName\": \"echo\"' | '\"caseName\": \"none\"' | samples[0]: no case 'none' among its cases",
                "'\"caseName\": \"echo\",' | '' | samples[0].caseName is missing",
                "'\"peer\": \"ours\"' | '\"peer\": \"theirs\"' | samples[0]: no peer 'theirs' among its peers",
                "'1.25' | '\"1.25\"' | samples[0].figures.cpuMicrosPerRequest: expected a number",
                "'1.25' | '1e999' | samples[0].figures.cpuMicrosPerRequest: expected a number",
                "'1.25' | 'NaN' | samples[0].figures.cpuMicrosPerRequest: expected a number",
                "'1.25' | 'null' | samples[0].figures.cpuMicrosPerRequest is missing",
            })
    void whatIsWrongInItIsNamed(String from, String to, String expected) throws IOException {
        String json = ResultFile.json(results(Results.FORMAT));
        assertTrue(json.contains(from), json);
        Path file = Files.writeString(
                folder.resolve("results.json"), json.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
        assertEquals(file + ": " + expected, said(file));
    }

    @Test
    void whatIsInItBeyondThatDoesNotMatter() throws IOException {
        String json = ResultFile.json(results(Results.FORMAT)).replace("\"rounds\"", "\"more\": [1], \"rounds\"");
        Path file = Files.writeString(folder.resolve("results.json"), json);
        assertEquals(results(Results.FORMAT), ResultFile.read(file));
    }

    @Test
    void aFutureFormatIsSaidWhateverIsInIt() throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), "{\"format\": 2, \"all\": \"else\"}");
        assertEquals(file + ": format 2, this version reads 1", said(file));
    }
}
