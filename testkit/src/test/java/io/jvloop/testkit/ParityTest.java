// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about tests is true. */
class ParityTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w*Test)\\.([a-z]\\w*)\\b");
    private static final Pattern DEFINED = Pattern.compile("^- \\*\\*([^*]+)\\*\\*: ", Pattern.MULTILINE);

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

    @Test
    void everyRowHasAStatusThatTheIntroductionDefines() throws IOException {
        String document = Files.readString(ROOT.resolve("docs").resolve("parity.md"));
        Set<String> defined = new HashSet<>();
        Matcher definition = DEFINED.matcher(document);
        while (definition.find()) {
            defined.add(definition.group(1));
        }
        assertTrue(defined.contains("same") && defined.contains("not here"), "the introduction was read: " + defined);
        assertEquals(List.of(), rowsWithoutStatus(document, defined));
        assertEquals(List.of("| a | b | | |", "| a | b | nearly | |", "| a | b |"), rowsWithoutStatus("""
                        | x | y | status | shown by |
                        |---|---|---|---|
                        | a | b | same | |
                        | a | b | | |
                        | a \\| c | b | same | |
                        | a | b | nearly | |
                        | a | b |
                        """, defined));
    }

    /** Rows whose third column is none of these words, and tables that have no such column. */
    private static List<String> rowsWithoutStatus(String document, Set<String> defined) {
        List<String> wrong = new ArrayList<>();
        boolean hasStatus = false;
        boolean inTable = false;
        for (String line : document.lines().toList()) {
            boolean first = !inTable;
            inTable = line.startsWith("|");
            if (!inTable) {
                continue;
            }
            String[] cells = line.split("(?<!\\\\)\\|", -1);
            String third = cells.length > 4 ? cells[3].strip() : "";
            if (first) {
                hasStatus = third.equals("status");
                if (!hasStatus && !line.equals("| who refuses what | why we are right |")) {
                    wrong.add(line);
                }
            } else if (hasStatus && !line.startsWith("|---") && !defined.contains(third)) {
                wrong.add(line);
            }
        }
        return wrong;
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
