// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.peer.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A toolbench in a folder of its own, with some of the repository's peers and the load of the repository. */
record SmallBench(Path root) {
    /** A short run of the bare echo server, after which options may follow. */
    static final List<String> SHORT = List.of(
            "echo-tcp", "--rounds", "1", "--warmup", "0.1", "--seconds", "0.2", "--sizes", "100", "--connections", "2");

    /** With the bare echo server in C. */
    static SmallBench bare(Path root) throws IOException {
        Assumptions.assumeTrue(Command.output(List.of("cc", "--version")) != null, "not run: no C compiler");
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "not run: no proc(5)");
        SmallBench bench = new SmallBench(root);
        bench.copy("peers/listen.h", "peers/c-epoll.json", "peers/c-epoll/echo.c");
        return bench;
    }

    /** Of the repository's toolbench. */
    void copy(String... files) throws IOException {
        for (String file : files) {
            Path copy = root.resolve("toolbench").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Outcome.ROOT.resolve("toolbench").resolve(file), copy);
        }
    }

    void describe(String peer, String json) throws IOException {
        Files.writeString(root.resolve("toolbench/peers/" + peer + ".json"), json);
    }

    /** In this process. */
    Outcome shortRun(String... more) {
        return Outcome.of(root, shortWords(more));
    }

    static List<String> shortWords(String... more) {
        List<String> words = new ArrayList<>(SHORT);
        words.addAll(List.of(more));
        return words;
    }
}
