// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.BackendStatus;
import io.jvloop.EventLoop;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code doctor}: what of jvloop this system can have, and why the rest not. */
final class Doctor {
    private Doctor() {}

    static int run(List<String> args) throws BadInput {
        Options.parse(args, List.of(), List.of());
        // before the backends are tried: the JVM grants access, with a warning, to the first who uses it
        boolean nativeAccess = EventLoop.class.getModule().isNativeAccessEnabled();
        section("system");
        line(
                "system",
                property("os.name") + " " + property("os.version") + ", " + property("os.arch") + ", " + processors());
        line("JDK", property("java.version") + " (" + property("java.vendor") + ") in " + property("java.home"));
        if (System.getProperty("os.name", "").startsWith("Linux")) {
            limits();
        }
        section("backends");
        backends();
        section("JVM flags, as ./jvloop sets them");
        flags(nativeAccess);
        section("tools that tests and benchmarks use");
        tools();
        return 0;
    }

    private static void section(String name) {
        System.out.println(name);
    }

    private static void line(String name, String what) {
        System.out.printf("  %-18s %s%n", name, what);
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count == 1 ? "1 processor" : count + " processors";
    }

    private static void limits() {
        line("open files", Limits.of("Max open files"));
        line("locked memory", Limits.of("Max locked memory"));
        line("seccomp", Limits.seccomp());
        line("io_uring_disabled", Limits.ioUringDisabled());
    }

    private static void backends() {
        for (BackendStatus status : EventLoop.backends()) {
            line(status.backend().id(), (status.available() ? "yes: " : "no: ") + status.detail());
        }
        try (EventLoop loop = EventLoop.open()) {
            line("a loop takes", loop.backend().id() + ": " + loop.backendDetail());
        } catch (IllegalArgumentException | UnsupportedOperationException refused) {
            line("a loop takes", "nothing: " + refused.getMessage());
        }
    }

    private static void flags(boolean nativeAccess) {
        Module core = EventLoop.class.getModule();
        boolean opened = Thread.class.getModule().isOpen(Thread.class.getPackageName(), core);
        String byDefault =
                core.isNativeAccessEnabled() ? "no: the JVM warns of it" : "no, and denied: NIO alone can be had";
        line("native access", nativeAccess ? "yes (--enable-native-access=io.jvloop)" : byDefault);
        line(
                "carried tasks",
                opened
                        ? "yes (--add-opens java.base/java.lang=io.jvloop)"
                        : "no: tasks run on other threads, in turn with the loop");
        line("AOT cache", aotCache());
    }

    private static String aotCache() {
        String file = System.getProperty("io.jvloop.cli.aot", "");
        if (file.isEmpty()) {
            return "no: ./jvloop build makes one where the JDK can; servers start slower without";
        }
        boolean used = property("java.vm.info").contains("sharing");
        return (used ? "yes: " : "no: it does not fit this JVM, the next build makes a new one: ") + file;
    }

    private static void tools() {
        tool("C compiler", "layouts, benchmarks", "cc", "gcc", "clang");
        tool("python3", "the command's tests", "python3");
        tool("nc", "the command's tests", "nc");
        tool("socat", "the command's tests", "socat");
        tool("taskset", "benchmarks", "taskset");
        tool("Maven", "building", "mvn");
    }

    private static void tool(String name, String use, String... programs) {
        Optional<Path> found = Stream.of(programs).flatMap(Doctor::onPath).findFirst();
        line(name, found.map(path -> "yes: " + path).orElse("no (" + use + ")"));
    }

    private static Stream<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable);
    }
}
