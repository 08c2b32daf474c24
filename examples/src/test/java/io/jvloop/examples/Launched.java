// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import com.google.gson.Gson;
import io.jvloop.EventLoop;
import io.jvloop.http.HttpServer;
import io.jvloop.httptools.HttpText;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An example in a process of its own, as {@code ./jvloop run} starts it, with a free port in the place of 7777. */
final class Launched implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String PORT = "7777";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private final int port;

    private Launched(Process process, int port) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.port = port;
    }

    /** Starts it in this folder, behind these words (a program that starts programs, or nothing). */
    static Launched start(Path folder, Class<?> example, String... before) throws IOException {
        return start(folder, example, freePort(), before);
    }

    static Launched start(Path folder, Class<?> example, int port, String... before) throws IOException {
        return start(folder, SOURCES, Path.of(example.getName().replace('.', '/') + ".java"), port, before);
    }

    /** One of the shortest ones. */
    static Launched startShort(Path folder, String name) throws IOException {
        return start(folder, Path.of("short"), Path.of(name + ".java"), freePort());
    }

    private static Launched start(Path folder, Path sources, Path source, int port, String... before)
            throws IOException {
        Path copy = folder.resolve("source").resolve(source);
        Files.createDirectories(copy.getParent());
        Files.writeString(
                copy, Files.readString(sources.resolve(source)).replaceAll("\\b" + PORT + "\\b", String.valueOf(port)));
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--module-path="
                        + Stream.of(EventLoop.class, HttpServer.class, HttpText.class, Gson.class)
                                .map(type -> pathOf(type).toString())
                                .collect(Collectors.joining(File.pathSeparator)),
                "--add-modules=io.jvloop.http,com.google.gson",
                "--enable-native-access=io.jvloop",
                "--add-opens=java.base/java.lang=io.jvloop",
                copy.toString()));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new Launched(process, port);
    }

    private static Path pathOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A line that it writes. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("it ended");
        }
        return line;
    }

    /** Everything that it writes to its end, which must be a good one. */
    List<String> linesToTheEnd() throws Exception {
        List<String> lines = out.lines().toList();
        if (end() != 0) {
            throw new AssertionError("it ended with status " + process.exitValue() + ": " + lines);
        }
        return lines;
    }

    /** Waits for its end. */
    int end() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    /** Asks it to end. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy closes its streams as well
    }

    /** Connects as soon as it listens. */
    SocketChannel connect() throws Exception {
        return connect(address());
    }

    SocketChannel connect(SocketAddress address) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return SocketChannel.open(address);
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new AssertionError("it ended: " + out.lines().toList(), notYet);
                }
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
