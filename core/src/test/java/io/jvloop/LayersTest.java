// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each package uses only what stands below it in the picture of docs/architecture.md. */
class LayersTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PACKAGE = Pattern.compile("^(?:io\\.jvloop[\\w.]*\\s+)+");
    private static final Pattern USED = Pattern.compile("\\bio\\.jvloop(?:\\.[a-z]\\w*)*(?=\\.[A-Z])");
    private static final Pattern NO_CODE = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\])*\"");

    /** How far below the top each package stands. */
    private static Map<String, Integer> picture() throws IOException {
        Map<String, Integer> depths = new HashMap<>();
        int depth = 0;
        for (String line : Files.readAllLines(Path.of("../docs/architecture.md"))) {
            Matcher packages = PACKAGE.matcher(line);
            if (packages.find()) {
                depth++;
                for (String name : packages.group().strip().split("\\s+", -1)) {
                    depths.put(name, depth);
                }
            }
        }
        return depths;
    }

    @Test
    void everyPackageUsesOnlyWhatStandsBelowIt() throws IOException {
        Map<String, Integer> depths = picture();
        assertTrue(depths.size() > 8, depths::toString);
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> all = Files.walk(SOURCES)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                if (file.getNameCount() > SOURCES.getNameCount() + 1) {
                    check(file, depths, wrong);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void check(Path file, Map<String, Integer> depths, List<String> wrong) throws IOException {
        String own = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
        if (!depths.containsKey(own)) {
            wrong.add(own + " is not in the picture");
            return;
        }
        Matcher used = USED.matcher(NO_CODE.matcher(Files.readString(file)).replaceAll(""));
        for (String name :
                new TreeSet<>(used.results().map(result -> result.group()).toList())) {
            boolean above = depths.getOrDefault(name, 0) <= depths.get(own);
            if (above && !name.equals(own)) {
                wrong.add(SOURCES.relativize(file) + " uses " + name);
            }
        }
    }
}
