// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code summary}: what the tests said, from Surefire's reports. A line for each module, for each reason why something was
 * not run, and for each failure, with the command that has it again.
 */
final class Summary {
    /** MODULE/target/surefire-reports/TEST-x.xml; a module may be inside another folder. */
    private static final Pattern REPORT = Pattern.compile("(.+)/target/surefire-reports/TEST-[^/]*\\.xml");

    private static final int REPORT_DEPTH = 5;

    /** Folders in which there are none, and much else. */
    private static final Set<String> NO_REPORTS = Set.of(".git", "build", "src");

    private Summary() {}

    static int run(List<String> args, PrintStream out) throws BadInput, Failed {
        Options options = Options.parse(args, List.of("--root", "--asked-for"), List.of("--strict"));
        Path root = Path.of(options.value("--root", "."));
        Map<String, List<TestResult>> modules;
        try {
            modules = read(root);
        } catch (IOException unreadable) {
            throw new Failed("the reports of the tests cannot be read: " + unreadable.getMessage());
        }
        List<TestResult> all = modules.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            String pattern = options.value("--asked-for");
            throw new BadInput(pattern == null ? "no test was run" : "no test matches '" + pattern + "'");
        }
        modules.forEach((module, results) -> out.println(line(module, results)));
        notRun(all).forEach((reason, count) -> out.println("not run: " + reason + ": " + tests(count)));
        List<TestResult> failed = all.stream().filter(TestResult::isFailure).toList();
        failed.forEach(failure -> explain(failure, out));
        out.println(line("total", all));
        int notRun = (int) all.stream().filter(TestResult::isSkipped).count();
        if (options.has("--strict") && notRun > 0) {
            out.println("--strict: " + tests(notRun) + " not run, which counts as a failure");
            return 1;
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private static Map<String, List<TestResult>> read(Path root) throws IOException {
        Map<String, List<TestResult>> modules = new TreeMap<>();
        for (Path file : files(root)) {
            Matcher report = REPORT.matcher(root.relativize(file).toString().replace('\\', '/'));
            if (report.matches()) {
                modules.computeIfAbsent(report.group(1), name -> new ArrayList<>())
                        .addAll(TestResult.read(file));
            }
        }
        return modules;
    }

    /** What cannot be read, or goes away meanwhile, is no report. */
    private static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), REPORT_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
                boolean hasNone = NO_REPORTS.contains(String.valueOf(folder.getFileName()));
                return hasNone ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    private static String line(String name, List<TestResult> results) {
        long failed = results.stream().filter(TestResult::isFailure).count();
        long notRun = results.stream().filter(TestResult::isSkipped).count();
        double seconds = results.stream().mapToDouble(TestResult::seconds).sum();
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-14s %6d passed", name, results.size() - failed - notRun));
        if (notRun > 0) {
            line.append(", ").append(notRun).append(" not run");
        }
        if (failed > 0) {
            line.append(", ").append(failed).append(" FAILED");
        }
        return line.append(String.format(Locale.ROOT, " (%.1f s)", seconds)).toString();
    }

    private static Map<String, Integer> notRun(List<TestResult> all) {
        Map<String, Integer> reasons = new TreeMap<>();
        all.stream()
                .filter(TestResult::isSkipped)
                .forEach(result -> reasons.merge(result.reasonNotRun(), 1, Integer::sum));
        return reasons;
    }

    private static void explain(TestResult failure, PrintStream out) {
        out.println("FAILED: " + failure.className() + "." + failure.name());
        out.println("    " + failure.firstLine());
        out.println("    again: " + failure.replay());
    }

    private static String tests(int count) {
        return count == 1 ? "1 test" : count + " tests";
    }
}
