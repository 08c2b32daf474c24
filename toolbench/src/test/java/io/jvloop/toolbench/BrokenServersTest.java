// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.measure.WrkLoad;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is wrong on purpose spoils its own result, in a line each time, and nobody else's; twice, and it is left out. */
class BrokenServersTest {
    /** In milliseconds since the first message; a first look at a server is over before. */
    private static final String AGE = """
            __attribute__((unused)) static long age(void) {
                static long first;
                struct timespec t;
                clock_gettime(CLOCK_MONOTONIC, &t);
                long now = t.tv_sec * 1000 + t.tv_nsec / 1000000;
                if (!first) first = now;
                return now - first;
            }
            """;

    private static final int LATER_MILLIS = 1200;

    @TempDir
    Path root;

    private SmallBench bench;

    @BeforeEach
    void aToolbenchWithAGoodServer() throws IOException {
        bench = SmallBench.bare(root);
    }

    private void broken(String from, String to) throws IOException {
        broken("c-epoll", "echo.c", from, to);
    }

    /** A copy of a good one in which something is replaced. */
    private void broken(String peer, String file, String from, String to) throws IOException {
        String good =
                Files.readString(root.resolve("toolbench/peers").resolve(peer).resolve(file));
        Path source =
                Files.createDirectories(root.resolve("toolbench/peers/bad")).resolve(file);
        assertTrue(good.contains(from), from);
        Files.writeString(
                source,
                good.replace("#include <sys/epoll.h>\n", "#include <sys/epoll.h>\n#include <time.h>\n")
                        .replace("static void watch(", AGE + "static void watch(")
                        .replace(from, to));
        String description = Files.readString(root.resolve("toolbench/peers/" + peer + ".json"));
        bench.describe("bad", description.replace("\"folder\": \"" + peer + "\"", "\"folder\": \"bad\""));
    }

    private void brokenLater(String what) throws IOException {
        String send = "    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);";
        broken(send, "    if (age() > " + LATER_MILLIS + ") " + what + "\n" + send);
    }

    private void spoilsItsOwnResult(String expected) throws IOException {
        spoilsItsOwnResult("c-epoll", "echo-tcp", 100, expected);
    }

    private void spoilsItsOwnResult(String good, String group, int size, String expected) throws IOException {
        String name = group + "-" + (size % 1024 == 0 ? size / 1024 + "k" : size) + "-20";
        Path json = root.resolve("raw.json");
        Outcome outcome = Outcome.of(
                root,
                List.of((group + " --rounds 3 --warmup 0.5 --seconds 1 --sizes " + size + " --connections 20 --json "
                                + json)
                        .split(" ", -1)));
        assertEquals(1, outcome.status(), outcome::toString);
        List<String> said =
                outcome.err().lines().filter(line -> line.contains("jvloop: ")).toList();
        assertEquals(2, said.size(), outcome::err);
        said.forEach(line -> assertTrue(line.contains("bad, " + name + ": " + expected), outcome::err));
        List<Sample> samples = ResultFile.read(json).samples();
        assertEquals(
                3,
                samples.stream()
                        .filter(sample -> sample.peer().equals(good)
                                && sample.figure(Figure.CPU).isPresent())
                        .count(),
                samples::toString);
        List<Sample> bad =
                samples.stream().filter(sample -> sample.peer().equals("bad")).toList();
        assertEquals(2, bad.size(), samples::toString);
        for (Sample one : bad) {
            assertTrue(one.failure().startsWith(expected), bad::toString);
            assertTrue(one.figures().isEmpty(), bad::toString);
        }
        assertFalse(ResultFile.read(json).finished().isEmpty());
    }

    @Test
    void oneThatDies() throws IOException {
        brokenLater("die(\"cannot go on\");");
        spoilsItsOwnResult("it died while it was measured, status 1: ");
    }

    @Test
    void oneThatDiesOfTheEndOfItsClients() throws IOException {
        String receive = "    ssize_t n = recv(c->fd, buffer, BUFFER, 0);\n";
        broken(
                receive,
                "    long since = age();\n" + receive + "    if (n == 0 && since > " + LATER_MILLIS
                        + ") { usleep(300000); die(\"cannot go on\"); }\n");
        spoilsItsOwnResult("it died when its clients had gone, status 1: ");
    }

    @Test
    void oneThatHangs() throws IOException {
        brokenLater("for (;;) pause();");
        spoilsItsOwnResult("load: ");
    }

    /** wrk does not notice: it asks no more where no answer comes, and all that came before was right. */
    @Test
    void oneThatHangsWhileItIsAskedByWrk() throws IOException {
        Assumptions.assumeTrue(WrkLoad.isThere(), "not run: no wrk");
        bench.copy("peers/c-http.json", "peers/c-http/http.c", "load/wrk.lua");
        String receive = "    ssize_t n = recv(c->fd, buffer, BUFFER - 1, 0);";
        broken("c-http", "http.c", receive, "    if (age() > 1500) for (;;) pause();\n" + receive);
        spoilsItsOwnResult("c-http", "http", 1024, "http://127.0.0.1:");
    }

    @Test
    void oneThatAnswersWrongly() throws IOException {
        brokenLater("buffer[n - 1] ^= 1;");
        spoilsItsOwnResult("load: ");
    }

    @Test
    void oneWhoseMemoryGrowsWithoutEnd() throws IOException {
        broken("    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);", """
                    static long leaked; // when, in milliseconds: up to a GiB a second, evenly
                    if (age() > leaked) {
                        char *more = malloc(1 << 20);
                        if (more) memset(more, 1, 1 << 20);
                        leaked = age();
                    }
                    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);""");
        spoilsItsOwnResult("leaks: its memory grew ");
    }

    @Test
    void oneThatForgetsDescriptors() throws IOException {
        broken("    close(c->fd);", "    shutdown(c->fd, SHUT_RDWR);\n    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, NULL);");
        spoilsItsOwnResult("leaks: 2");
    }
}
