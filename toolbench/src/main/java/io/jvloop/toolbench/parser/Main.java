// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.parser;

import io.jvloop.httptools.HttpParser;
import io.jvloop.httptools.HttpParserException;
import io.jvloop.httptools.HttpRequestParser;
import io.jvloop.httptools.HttpResponseParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Our parser, in a process of its own, as llhttp is in llhttp_bench.c. For every line on stdin, the index of a message, a
 * number of nanoseconds and a {@link Memory}, one on stdout: how many bytes were parsed, in how many nanoseconds, and what
 * was seen since the last line.
 */
public final class Main {
    /** The clock is looked at once for so many bytes. */
    private static final int BATCH = 65_536;

    private final Looking events = new Looking();
    private final HttpParser requests = new HttpRequestParser(events);
    private final HttpParser responses = new HttpResponseParser(events);
    private final List<Map<Memory, ByteBuffer>> messages = new ArrayList<>();

    private Main() {
        for (Message message : Message.ALL) {
            Map<Memory, ByteBuffer> kinds = new EnumMap<>(Memory.class);
            for (Memory memory : Memory.values()) {
                kinds.put(memory, memory.of(message.bytes()));
            }
            messages.add(kinds);
        }
    }

    /** Ends with stdin. */
    public static void main(String[] args) throws IOException, HttpParserException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Main all = new Main();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            int index = Integer.parseInt(words[0]);
            ByteBuffer input = Objects.requireNonNull(all.messages.get(index).get(Memory.valueOf(words[2])));
            HttpParser parser = Message.ALL.get(index).request() ? all.requests : all.responses;
            System.out.println(all.run(parser, input, Long.parseLong(words[1])));
        }
    }

    private String run(HttpParser parser, ByteBuffer input, long nanos) throws HttpParserException {
        long before = events.sum();
        long start = System.nanoTime();
        long parsed = 0;
        long taken;
        do {
            parsed += batch(parser, input);
            taken = System.nanoTime() - start;
        } while (taken < nanos);
        return parsed + " " + taken + " " + (events.sum() - before);
    }

    private static long batch(HttpParser parser, ByteBuffer input) throws HttpParserException {
        long parsed = 0;
        while (parsed < BATCH) {
            parsed += parser.feed(input.clear());
        }
        return parsed;
    }
}
