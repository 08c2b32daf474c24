// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser, spoken to by its DevTools protocol over two pipes: messages of JSON, each ended by a zero. */
final class Chromium implements AutoCloseable {
    private final Process process;
    private final InputStream from;
    private final OutputStream to;
    private final List<JsonObject> events = new ArrayList<>();
    private final String session;
    private int last;

    /** Where it is on this machine. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path program, Path profile) throws IOException {
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1",
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-pipe",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .start();
        from = process.getInputStream();
        to = process.getOutputStream();
        JsonObject blank = new JsonObject();
        blank.addProperty("url", "about:blank");
        JsonObject attach = new JsonObject();
        attach.add("targetId", send("", "Target.createTarget", blank).get("targetId"));
        attach.addProperty("flatten", true);
        session = send("", "Target.attachToTarget", attach).get("sessionId").getAsString();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", "{}");
        }
    }

    JsonObject call(String method, String parameters) throws IOException {
        return send(session, method, JsonParser.parseString(parameters).getAsJsonObject());
    }

    /** Loads a page, and waits until it has been. */
    void open(Path page, int width, boolean mobile, boolean dark) throws IOException {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":800,\"deviceScaleFactor\":1,\"mobile\":" + mobile + "}");
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
        events.clear();
        call("Page.navigate", "{\"url\":\"" + page.toUri() + "\"}");
        while (events("Page.loadEventFired").isEmpty()) {
            events.add(read());
        }
        String isHere = "document.readyState === 'complete' && location.protocol === 'file:'";
        while (!evaluate(isHere).getAsBoolean()) { // what was loaded may have been the page before
            Thread.onSpinWait();
        }
    }

    /** The value of an expression, or of what it promises. */
    JsonElement evaluate(String expression) throws IOException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("returnByValue", true);
        parameters.addProperty("awaitPromise", true);
        return send(session, "Runtime.evaluate", parameters)
                .getAsJsonObject("result")
                .get("value");
    }

    /** Since the page was opened. */
    List<JsonObject> events(String method) {
        return events.stream()
                .filter(event ->
                        event.has("method") && event.get("method").getAsString().equals(method))
                .map(event -> event.getAsJsonObject("params"))
                .toList();
    }

    private JsonObject send(String in, String method, JsonObject parameters) throws IOException {
        JsonObject message = new JsonObject();
        message.addProperty("id", ++last);
        message.addProperty("method", method);
        message.add("params", parameters);
        if (!in.isEmpty()) {
            message.addProperty("sessionId", in);
        }
        to.write((message + "\0").getBytes(StandardCharsets.UTF_8));
        to.flush();
        while (true) {
            JsonObject answer = read();
            if (!answer.has("id") || answer.get("id").getAsInt() != last) {
                events.add(answer);
            } else if (answer.has("error")) {
                throw new IOException(method + ": " + answer.get("error"));
            } else {
                return answer.getAsJsonObject("result");
            }
        }
    }

    private JsonObject read() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int next = from.read(); next != 0; next = from.read()) {
            if (next < 0) {
                throw new IOException("chromium has ended");
            }
            message.write(next);
        }
        return JsonParser.parseString(message.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Override
    public void close() throws IOException {
        to.close();
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
