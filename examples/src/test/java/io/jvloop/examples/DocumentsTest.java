// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and documents say agrees with what is here. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("\\./jvloop test '?(\\w+Test)\\b#?(\\w*)");

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> all =
                Files.find(ROOT, 4, (file, about) -> file.toString().endsWith(".md"))) {
            return all.filter(file -> {
                        String path = ROOT.relativize(file).toString();
                        return !path.matches("(.*/)?(target|build|\\.git|src)/.*");
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Imports included: it compiles as it is copied. */
    @Test
    void javaInTheReadmeIsAWholeCompiledExample() throws IOException {
        List<String> examples = new ArrayList<>();
        for (Path folder : List.of(Path.of("src/main/java"), Path.of("short"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    examples.add(Files.readString(file).replaceFirst("\\A// SPDX.*\\n(package .*\\n\\n)?", ""));
                }
            }
        }
        List<MatchResult> blocks = JAVA.matcher(readme()).results().toList();
        assertFalse(blocks.isEmpty());
        for (MatchResult block : blocks) {
            assertTrue(examples.contains(block.group(1)), block.group(1));
        }
    }

    @Test
    void theEchoServersOfTheReadmeAreShort() throws IOException {
        assertTrue(linesOfCode("EchoServer") <= 15);
        assertTrue(linesOfCode("EchoTasks") <= 10);
    }

    private static long linesOfCode(String name) throws IOException {
        String source = Files.readString(Path.of("short", name + ".java"));
        String code = source.substring(source.indexOf('\n') + 1); // without the licence
        assertTrue(readme().contains("```java\n" + code + "```"), name);
        return code.lines().filter(line -> !line.isBlank()).count();
    }

    @Test
    void theReadmeNamesTheVersionAndTheFlagsThatAreRight() throws IOException {
        Matcher version =
                Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertTrue(version.find());
        String readme = readme();
        assertTrue(readme.contains("<version>" + version.group(1) + "</version>"));
        assertTrue(readme.contains("io.jvloop:jvloop-bom:" + version.group(1)));
        String command = Files.readString(ROOT.resolve("jvloop"));
        for (String flag : List.of("--enable-native-access=io.jvloop", "--add-opens java.base/java.lang=io.jvloop")) {
            assertTrue(command.contains(flag), flag);
            assertTrue(readme.contains(flag), flag);
        }
    }

    @Test
    void theReadmeNamesTheArtifactsThatItsProgramsNeed() throws IOException {
        String readme = readme();
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        for (String artifact : List.of("jvloop", "jvloop-http")) {
            String maven = "<artifactId>" + artifact + "</artifactId>";
            assertTrue(bom.contains(maven), artifact);
            assertTrue(readme.contains(maven), artifact);
            assertTrue(readme.contains("implementation(\"io.jvloop:" + artifact + "\")"), artifact);
        }
        assertTrue(bom.contains("<artifactId>jvloop-httptools</artifactId>"));
        assertTrue(readme.contains("`jvloop-httptools`"));
    }

    @Test
    void theReadmeMapsEveryModule() throws IOException {
        Matcher modules =
                Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        List<String> missing = new ArrayList<>();
        while (modules.find()) {
            String folder = modules.group(1).split("/", 2)[0];
            if (!readme().contains("| [`" + folder + "`](" + folder)) {
                missing.add(folder);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void theBomHasEverythingThatIsInstalled() throws IOException {
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> all = Files.find(ROOT, 3, (file, about) -> file.endsWith("pom.xml"))) {
            for (Path pom : all.sorted().toList()) {
                String text = Files.readString(pom).replaceFirst("(?s)<parent>.*?</parent>", "");
                Matcher artifact = Pattern.compile("<artifactId>(jvloop[^<]*)</artifactId>")
                        .matcher(text);
                boolean jar = !text.contains("<packaging>pom</packaging>");
                boolean installed = !text.contains("<maven.install.skip>true</maven.install.skip>");
                if (jar
                        && installed
                        && artifact.find()
                        && !bom.contains("<artifactId>" + artifact.group(1) + "</artifactId>")) {
                    missing.add(artifact.group(1));
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyExampleHasItsRow() throws IOException {
        String table = Files.readString(Path.of("README.md"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/jvloop/examples"))) {
            for (Path file : files.sorted().toList()) {
                if (!table.contains("(" + file + ")")) {
                    missing.add(file.toString());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void noLinkIsDead() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            String text = Files.readString(document).replaceAll("(?ms)^```.*?^```$", "");
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*")) {
                    links++;
                    if (isDead(document, target)) {
                        dead.add(ROOT.relativize(document) + ": " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(links > 10, "links were found: " + links);
    }

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int tests = 0;
        for (Path document : documents()) {
            Matcher test = TEST.matcher(Files.readString(document));
            while (test.find()) {
                tests++;
                if (!isTest(test.group(1), test.group(2))) {
                    missing.add(ROOT.relativize(document) + ": " + test.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(tests > 0);
    }

    /** Whether a module has a test of this name, with a method that begins so. */
    private static boolean isTest(String name, String method) throws IOException {
        List<Path> modules;
        try (Stream<Path> files = Files.list(ROOT)) {
            modules = files.toList();
        }
        for (Path module : modules) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests) && hasTest(tests, name + ".java", "void " + method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasTest(Path folder, String name, String text) throws IOException {
        try (Stream<Path> files = Files.find(folder, 9, (file, about) -> file.endsWith(name))) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDead(Path document, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return true;
        }
        return parts.length > 1 && Files.isRegularFile(file) && !anchors(file).contains(parts[1]);
    }

    /** As they are made of headings: lower case, spaces to hyphens, no punctuation. */
    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
