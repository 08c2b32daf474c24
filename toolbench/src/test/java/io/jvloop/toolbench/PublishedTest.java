// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published of a run is what the commands write of its file now. */
class PublishedTest {
    private static final Pattern PACKED = Pattern.compile("data:application/gzip;base64,([^\"]+)");
    private static final String RESULTS =
            Outcome.ROOT.resolve("toolbench/results/all-peers.json").toString();

    /** Not the two texts in full: they have megabytes. */
    private static void assertSame(Path written, String published) throws IOException {
        boolean isSame = text(written).equals(text(Outcome.ROOT.resolve(published)));
        assertTrue(isSame, published + " was written by another state of what is here");
    }

    /** With packed data as what it is unpacked: each zlib packs in its own way. */
    private static String text(Path file) throws IOException {
        return PACKED.matcher(Files.readString(file))
                .replaceAll(data -> Matcher.quoteReplacement(unpacked(data.group(1))));
    }

    private static String unpacked(String base64) {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
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
