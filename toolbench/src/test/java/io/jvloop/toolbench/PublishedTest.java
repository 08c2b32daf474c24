// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published of a run is what the commands write of its file now. */
class PublishedTest {
    private static final String RESULTS =
            Outcome.ROOT.resolve("toolbench/results/all-peers.json").toString();

    private static void assertSame(Path written, String published) throws IOException {
        assertEquals(
                -1,
                Files.mismatch(written, Outcome.ROOT.resolve(published)),
                published + " was written by another state");
    }

    @Test
    void thePageIsWhatBenchReportWrites(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("report.html");
        Outcome outcome = Outcome.of(Outcome.ROOT, List.of("report", RESULTS, "--out", page.toString()));
        assertEquals(0, outcome.status(), outcome::toString);
        assertSame(page, "docs/report.html");
    }

    @Test
    void tablesAndPictureAreWhatBenchDocsWrites(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("docs"));
        List<String> documents = List.of("README.md", "docs/benchmarks.md");
        for (String document : documents) {
            Files.copy(Outcome.ROOT.resolve(document), root.resolve(document));
        }
        Outcome outcome = Outcome.of(root, List.of("docs", RESULTS));
        assertEquals(0, outcome.status(), outcome::toString);
        for (String document : documents) {
            assertSame(root.resolve(document), document);
        }
        assertSame(root.resolve("docs/standing.svg"), "docs/standing.svg");
    }
}
