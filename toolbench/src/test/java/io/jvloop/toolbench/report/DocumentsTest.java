// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.ResultFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @Test
    void onlyTheMarkedRegionsAreWritten(@TempDir Path root) throws Exception {
        Files.createDirectory(root.resolve("docs"));
        Path benchmarks = Files.writeString(
                root.resolve("docs/benchmarks.md"),
                "before\n<!-- bench:all-peers -->\nold\n<!-- /bench:all-peers -->\nafter\n");
        Path readme =
                Files.writeString(root.resolve("README.md"), "a\n<!-- bench:standing --><!-- /bench:standing -->\nb\n");
        Path file = root.resolve("results.json");
        ResultFile.write(
                file,
                Fixture.of("echo-tcp")
                        .peer("jvloop-auto", 3.6)
                        .peer("c-epoll", 3.4)
                        .floor("c-canned", 1)
                        .peer("a|b", 5)
                        .missing("rloop", "not here", "")
                        .results());
        Documents.run(root, List.of(file.toString()), new PrintStream(new ByteArrayOutputStream()));
        String text = Files.readString(benchmarks);
        assertTrue(
                text.startsWith("before\n<!-- bench:all-peers -->\n")
                        && text.endsWith("<!-- /bench:all-peers -->\nafter\n"),
                text);
        assertTrue(text.contains("| **jvloop-auto** | 3.61 [3.60..3.61] | 1 |"), text);
        assertTrue(text.contains("| a\\|b | 5.01"), text);
        assertTrue(text.contains("Missing: rloop (not here)."), text);
        String front = Files.readString(readme);
        assertTrue(
                front.startsWith("a\n<!-- bench:standing -->\n![") && front.endsWith("<!-- /bench:standing -->\nb\n"),
                front);
        assertTrue(front.contains("| C | 0.94× (c-epoll) |"), front); // the floor is no server
        assertTrue(text.lines().anyMatch(line -> line.startsWith("| c-canned |") && line.contains("| floor")), text);
        assertTrue(Files.readString(root.resolve("docs/standing.svg")).contains(">c-epoll</text>"));
    }

    @Test
    void onePeerThatIsMissingInSomeCasesIsSaidToBeInThese(@TempDir Path root) throws Exception {
        Path file = emptyDocuments(root).resolve("results.json");
        ResultFile.write(
                file,
                Fixture.of("echo-tcp", "http")
                        .peer("jvloop-auto", 3.6)
                        .missingButInTheLast("libuv", 3, "no such socket")
                        .results());
        Documents.run(root, List.of(file.toString()), new PrintStream(new ByteArrayOutputStream()));
        String text = Files.readString(root.resolve("docs/benchmarks.md"));
        assertTrue(text.contains("Missing: libuv in echo-tcp, 1 KiB, 10 connections (no such socket)."), text);
    }

    /** Those that a run is written into, in this folder. */
    private static Path emptyDocuments(Path root) throws IOException {
        Files.createDirectory(root.resolve("docs"));
        Files.writeString(root.resolve("docs/benchmarks.md"), "<!-- bench:all-peers -->\n<!-- /bench:all-peers -->\n");
        Files.writeString(root.resolve("README.md"), "<!-- bench:standing -->\n<!-- /bench:standing -->\n");
        return root;
    }

    @Test
    void aRunThatWasEndedEarlyIsSaidToHaveBeen(@TempDir Path root) throws Exception {
        Path readme = emptyDocuments(root).resolve("README.md");
        Path benchmarks = root.resolve("docs/benchmarks.md");
        Path file = root.resolve("results.json");
        String early = " The run was ended early: not everything was measured.\n";
        Fixture fixture = Fixture.of("echo-tcp").peer("jvloop-auto", 3.6).peer("c-epoll", 3.4);
        for (boolean isWhole : List.of(true, false)) {
            ResultFile.write(
                    file, isWhole ? fixture.results() : fixture.endedEarly().results());
            Documents.run(root, List.of(file.toString()), new PrintStream(new ByteArrayOutputStream()));
            assertEquals(!isWhole, Files.readString(benchmarks).contains(early), () -> "whole: " + isWhole);
            assertEquals(!isWhole, Files.readString(readme).contains(early), () -> "whole: " + isWhole);
        }
    }

    @Test
    void whatFailedInSomeRoundsIsMarkedInTheTableOfTheBest(@TempDir Path root) throws Exception {
        Path readme = emptyDocuments(root).resolve("README.md");
        Path benchmarks = root.resolve("docs/benchmarks.md");
        Path file = root.resolve("results.json");
        Fixture fixture = Fixture.of("http")
                .peer("jvloop-auto", 3.6)
                .peer("c-http", 3.4)
                .failingInTheEnd("netty-epoll", 5, "it ended");
        ResultFile.write(file, fixture.results());
        Documents.run(root, List.of(file.toString()), new PrintStream(new ByteArrayOutputStream()));
        String front = Files.readString(readme);
        assertTrue(front.contains("| Java | 1.39× (netty-epoll, failed in 1 round) |"), front);
        assertTrue(front.contains("| C | 0.94× (c-http) |"), front);
        ResultFile.write(file, fixture.cutAfter(3).results());
        Documents.run(root, List.of(file.toString()), new PrintStream(new ByteArrayOutputStream()));
        assertTrue(Files.readString(benchmarks).contains("; 3 of 5 rounds of 4 s. Medians"));
    }

    @Test
    void casesOfAGroupAreColumnsOfOneTable() {
        Fixture fixture = Fixture.of("echo-tcp")
                .and(100)
                .peer("c-epoll", 3.4)
                .peer("jvloop-auto", 3.6)
                .failing("rloop", "leaks: 10 descriptors");
        String text =
                DocumentTables.of(GroupView.of(CaseView.all(fixture.results())).getFirst());
        assertTrue(text.contains("| peer | 1 KiB, 10 connections | 100 KiB, 10 connections |"), text);
        assertTrue(
                text.contains("| c-epoll | 3.41 (0.94) | 3.41 (0.94) |\n| **jvloop-auto** | 3.61 (1) | 3.61 (1) |"),
                text);
        assertTrue(text.endsWith("\n- rloop, 100 KiB, 10 connections: round 1: leaks: 10 descriptors\n"), text);
    }

    @Test
    void aDocumentWithoutTheMarksIsLeftAlone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.md"), "<!-- bench:a -->\n");
        assertThrows(IOException.class, () -> new MarkedRegion("a").write(file, "text"));
        assertEquals("<!-- bench:a -->\n", Files.readString(file));
    }

    @Test
    void thePictureIsWellFormedWhateverTheNames() {
        Fixture fixture = Fixture.of("echo-tcp").peer("jvloop-auto", 3.6).peer("<&\">", 40);
        String svg = Picture.of(new Overview(GroupView.of(CaseView.all(fixture.results()))));
        assertEquals(2, svg.split("<rect ", -1).length - 1);
        assertTrue(svg.contains(">&lt;&amp;&quot;&gt;</text>"), svg);
        assertTrue(svg.contains("» 11.1"), svg);
    }
}
