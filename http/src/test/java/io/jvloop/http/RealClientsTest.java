// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know nothing of jvloop. */
@Timeout(120)
class RealClientsTest {
    private static final CompletableFuture<Integer> PORT = new CompletableFuture<>();
    private static final CompletableFuture<Runnable> STOP = new CompletableFuture<>();
    private static Thread thread = new Thread(() -> {});

    @TempDir
    private Path folder;

    @BeforeAll
    static void aServerRuns() throws Exception {
        thread = Thread.ofPlatform().start(RealClientsTest::serve);
        PORT.get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    static void itEndsInOrder() throws Exception {
        STOP.get().run();
        assertTrue(thread.join(Duration.ofSeconds(30)));
    }

    private static void serve() {
        try (EventLoop loop = EventLoop.open()) {
            HttpServer server = Objects.requireNonNull(loop.runUntilComplete(
                    HttpServer.start(loop, HttpServerOptions.DEFAULT.withPort(0), RealClientsTest::answer)));
            STOP.complete(() -> loop.callSoonThreadsafe(loop::stop));
            PORT.complete(server.port());
            loop.runForever();
            loop.runUntilComplete(server.shutdown(Duration.ofSeconds(2)));
        } catch (Throwable failure) {
            PORT.completeExceptionally(failure);
        }
    }

    private static void answer(HttpRequest request, HttpResponse response) throws Exception {
        if (request.path().equals("/echo")) {
            request.body().receive(new Echo(response));
        } else {
            response.headers(HttpFields.TEXT).send("x".repeat(1024));
        }
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + PORT.join() + path;
    }

    private static void assumeThereIs(String program, String debianPackage) {
        boolean found = List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(found, "not run: " + program + " (apt-get install " + debianPackage + ")");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", command) + "\n" + said);
        return said;
    }

    private byte[] upload(int bytes) throws IOException {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        Files.write(folder.resolve("up"), data);
        return data;
    }

    @Test
    void curlKeepsItsConnection() throws Exception {
        assumeThereIs("curl", "curl");
        String said = run(
                "curl", "-sS", "-w", "%{num_connects} ", "-o", "/dev/null", url("/a"), "-o", "/dev/null", url("/b"));
        assertEquals("1 0 ", said);
    }

    @Test
    void curlAsksForTheHead() throws Exception {
        assumeThereIs("curl", "curl");
        String said = run("curl", "-sS", "-I", url("/a"));
        assertTrue(said.startsWith("HTTP/1.1 200 OK\r\n") && said.contains("\r\nContent-Length: 1024\r\n"), said);
    }

    @Test
    void curlUploadsInChunks() throws Exception {
        assumeThereIs("curl", "curl");
        curlEchoes(upload(900_000), "-H", "Transfer-Encoding: chunked", "-H", "Expect:");
    }

    @Test
    void curlWaitsToBeToldToContinue() throws Exception {
        assumeThereIs("curl", "curl");
        byte[] data = upload(900_000);
        curlEchoes(data, "-H", "Expect: 100-continue", "--expect100-timeout", "60");
        curlEchoes(data, "-0");
    }

    private void curlEchoes(byte[] data, String... options) throws Exception {
        Path down = folder.resolve("down");
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-sS", "-m", "60"));
        command.addAll(List.of(options));
        command.addAll(List.of("--data-binary", "@" + folder.resolve("up"), "-o", down.toString(), url("/echo")));
        run(command.toArray(String[]::new));
        assertArrayEquals(data, Files.readAllBytes(down));
    }

    @Test
    void wrkGetsAnswersAndNoErrors() throws Exception {
        assumeThereIs("wrk", "wrk");
        checkWrk(run("wrk", "-t1", "-c50", "-d1", url("/a")));
    }

    @Test
    void wrkGetsAnswersToPipelinedRequests() throws Exception {
        assumeThereIs("wrk", "wrk");
        Path script = Files.writeString(folder.resolve("pipeline.lua"), """
                init = function(args)
                    local all = {}
                    for i = 1, 16 do all[i] = wrk.format("GET", "/" .. i) end
                    batch = table.concat(all)
                end
                request = function() return batch end
                """);
        checkWrk(run("wrk", "-t1", "-c50", "-d1", "-s", script.toString(), url("/a")));
    }

    private static void checkWrk(String said) {
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(said);
        assertTrue(requests.find() && Integer.parseInt(requests.group(1)) > 100, said);
        assertTrue(!said.contains("Socket errors") && !said.contains("Non-2xx"), said);
    }

    @Test
    void abGetsAnswersWithAndWithoutKeepingConnections() throws Exception {
        assumeThereIs("ab", "apache2-utils");
        for (String option : List.of("-q", "-k")) {
            String said = run("ab", "-q", option, "-n", "2000", "-c", "20", url("/a"));
            assertTrue(said.matches("(?s).*Failed requests: +0\n.*"), said);
            assertTrue(said.matches("(?s).*Complete requests: +2000\n.*"), said);
        }
    }

    @Test
    void pythonsClientAsksAndSends() throws Exception {
        assumeThereIs("python3", "python3");
        Path script = Files.writeString(folder.resolve("client.py"), """
                import http.client, sys
                c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
                for i in range(3):
                    c.request("GET", "/a")
                    r = c.getresponse()
                    assert r.status == 200 and len(r.read()) == 1024
                socket = c.sock
                c.request("HEAD", "/a")
                assert c.getresponse().read() == b""
                c.request("POST", "/echo", b"x" * 500_000)
                assert c.getresponse().read() == b"x" * 500_000
                c.request("POST", "/echo", iter([b"one", b"two" * 50_000]), encode_chunked=True)
                assert c.getresponse().read() == b"one" + b"two" * 50_000
                assert c.sock is socket, "a new connection"
                print("fine")
                """);
        assertEquals("fine\n", run("python3", script.toString(), "" + PORT.join()));
    }

    @Test
    void nodesClientAsksAndSends() throws Exception {
        assumeThereIs("node", "nodejs");
        Path script = Files.writeString(folder.resolve("client.js"), """
                const http = require('http');
                const agent = new http.Agent({keepAlive: true, maxSockets: 4});
                function ask(method, path, body, headers) {
                    return new Promise((resolve, reject) => {
                        const request = http.request(
                            {host: '127.0.0.1', port: process.argv[2], agent, method, path, headers}, (response) => {
                                const parts = [];
                                response.on('data', (part) => parts.push(part));
                                response.on('end', () => resolve(Buffer.concat(parts)));
                            });
                        request.on('error', reject);
                        if (headers) request.on('continue', () => request.end(body)); else request.end(body);
                    });
                }
                (async () => {
                    const gets = await Promise.all(Array.from({length: 40}, () => ask('GET', '/a')));
                    if (gets.some((body) => body.length !== 1024)) throw new Error('a wrong answer');
                    const body = Buffer.alloc(500000, 'y');
                    if (!body.equals(await ask('POST', '/echo', body))) throw new Error('a wrong echo');
                    const expected = await ask('POST', '/echo', body, {'Expect': '100-continue'});
                    if (!body.equals(expected)) throw new Error('a wrong echo after 100 Continue');
                    agent.destroy();
                    console.log('fine');
                })();
                """);
        assertEquals("fine\n", run("node", script.toString(), "" + PORT.join()));
    }
}
