// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about tests is true. */
class ParityTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w*Test)\\.([a-z]\\w*)\\b");

    @Test
    void everyTestThatTheParityTablesNameExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path document : files(ROOT.resolve("docs"), "parity.*\\.md")) {
            Matcher tests = NAMED.matcher(Files.readString(document));
            while (tests.find()) {
                named++;
                if (!sources.getOrDefault(tests.group(1), "").contains("void " + tests.group(2) + "(")) {
                    missing.add(document.getFileName() + ": " + tests.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 50, "the tables were read: " + named);
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path module : files(ROOT, "pom\\.xml")) {
            Path tests = module.resolveSibling("src").resolve("test").resolve("java");
            if (Files.isDirectory(tests)) {
                for (Path test : files(tests, ".*Test\\.java")) {
                    // a name may be that of several classes, in different modules
                    sources.merge(
                            test.getFileName().toString().replace(".java", ""), Files.readString(test), String::concat);
                }
            }
        }
        return sources;
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.toString().contains("/target/")
                            && file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }
}
