// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.jvloop.EventLoop;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Where a backend cannot be had its tests are not run, and they do not fail. */
class MissingBackendTest {
    /** What runs where native access is denied. */
    static final class Sample {
        @EveryBackend(seeds = 1)
        void aLoopRuns(Rig rig) {
            rig.turn();
        }
    }

    /** Runs the sample; a line for each outcome. */
    static final class Program implements TestExecutionListener {
        private final TreeSet<String> outcomes = new TreeSet<>();

        public static void main(String[] args) {
            Program program = new Program();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(Sample.class))
                                    .build(),
                            program);
            program.outcomes.forEach(System.out::println);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                outcomes.add(result.getStatus()
                        + result.getThrowable()
                                .map(thrown -> " " + thrown.getMessage())
                                .orElse(""));
            }
        }
    }

    @Test
    void aBackendThatCannotBeHadIsNotRun() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "not run: denied native access (not Linux)");
        String path = Stream.of(
                        EventLoop.class,
                        Rig.class,
                        MissingBackendTest.class,
                        Test.class,
                        JupiterTestEngine.class,
                        JUnitException.class,
                        TestEngine.class,
                        LauncherFactory.class,
                        org.opentest4j.TestAbortedException.class)
                .map(type -> where(type).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--illegal-native-access=deny", "-XX:TieredStopAtLevel=1", "-cp", path));
        command.add(Program.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        String denied = "native access is denied: start Java with --enable-native-access=ALL-UNNAMED";
        assertEquals(
                List.of(
                        "ABORTED not run: epoll (" + denied + ")",
                        "ABORTED not run: io_uring (" + denied + ")",
                        "SUCCESSFUL"),
                said.lines().toList());
    }

    private static Path where(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        assertNotNull(source, type::getName);
        return Path.of(source.getLocation().getPath());
    }
}
