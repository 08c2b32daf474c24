// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose process runs out of descriptors: a process of its own, with a low limit. */
@Timeout(120)
class DescriptorsTest {
    private static final int LIMIT = 120;
    private static final int CLIENTS = 200;

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void aServerWithoutDescriptorsServesOnWithoutSpinningAndRecovers(Backend backend, @TempDir Path scratch)
            throws Exception {
        Path said = scratch.resolve("stderr");
        String limited = "ulimit -n " + LIMIT + " && exec 2>'" + said + "' && ";
        Process process = ChildJvm.start(scratch, limited, FewDescriptors.class, backend.id());
        try (BufferedReader from =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintStream to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String first = from.readLine();
            Assumptions.assumeFalse(first != null && first.startsWith("not run"), () -> first);
            int port = Integer.parseInt(String.valueOf(first));
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
            }
            assertEcho(clients.getFirst(), "those who are in are served");
            Thread.sleep(2500);
            assertEcho(clients.getFirst(), "those who are in are still served");
            Map<String, Long> full = ask(to, from);
            assertTrue(full.get("open") < LIMIT, full.toString());
            assertEquals(1, full.get("reports"), "said once, not again and again: " + full);
            String log = Files.readString(said);
            assertEquals(2, log.split("too many open files", -1).length, "whoever looks is told: " + log);
            assertTrue(full.get("turns") < 500, "no busy loop: " + full);
            for (int i = 0; i < CLIENTS; i += 2) {
                clients.get(i).close();
            }
            assertEcho(clients.getLast(), "those who had to wait are served in the end");
            for (Socket client : clients) {
                client.close();
            }
            Map<String, Long> after = Map.of();
            do {
                after = ask(to, from);
            } while (after.get("open") > 0);
            assertEquals(CLIENTS, after.get("accepted"), after.toString());
            to.println("end");
            assertEquals(0, process.waitFor());
            assertTrue(Files.readString(said).contains("on purpose"), "what comes later is logged as always");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertEcho(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.setSoTimeout(20_000);
        client.getOutputStream().write(bytes);
        assertEquals(text, new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8));
    }

    private static Map<String, Long> ask(PrintStream to, BufferedReader from) throws IOException {
        to.println("figures");
        Map<String, Long> figures = new HashMap<>();
        Scanner line = new Scanner(String.valueOf(from.readLine())).useDelimiter("[ =]");
        while (line.hasNext()) {
            figures.put(line.next(), line.nextLong());
        }
        return figures;
    }
}
