// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Bytes, and what a parser says to them, as written in a Markdown file: a heading, a line that begins with "request" or
 * "response" and may go on with leniencies, limits ({@code headerCount=2}) and actions, a code block of bytes, a code block
 * of events.
 *
 * <p>In the bytes a line's end means nothing; {@code \r \n \t \\ \xNN} are bytes and <code>\{20*ab}</code> is a repetition.
 */
@SuppressWarnings({"ArrayRecordComponent", "StringSplitter"})
record Transcript(
        String name,
        boolean request,
        HttpParserOptions options,
        Set<Recording.Action> actions,
        byte[] bytes,
        List<String> events) {

    static List<Transcript> all(String file) {
        try (InputStream in = Transcript.class.getResourceAsStream("/" + file)) {
            List<Transcript> all = new ArrayList<>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String section : text.split("\n## ")) {
                if (section.contains("```")) {
                    all.add(parse(section));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript parse(String section) {
        String[] parts = section.split("```[a-z]*\n?", -1);
        String[] head = parts[0].split("\n");
        String name = head[0].strip();
        String kind = "";
        for (String line : head) {
            kind = line.startsWith("request") || line.startsWith("response") ? line.strip() : kind;
        }
        HttpParserOptions options = HttpParserOptions.DEFAULT;
        Set<Recording.Action> actions = EnumSet.noneOf(Recording.Action.class);
        String[] words = kind.split("[ ,]+");
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (word.contains("=")) {
                String[] limit = word.split("=");
                options = options.withLimits(limit(options.limits(), limit[0], Integer.parseInt(limit[1])));
            } else if (isAction(word)) {
                actions.add(Recording.Action.valueOf(word));
            } else {
                options = options.withLeniency(HttpLeniency.valueOf(word));
            }
        }
        if (parts.length < 5) {
            throw new IllegalArgumentException(name + ": needs bytes and events");
        }
        List<String> events = parts[3].lines().map(String::strip).toList();
        return new Transcript(name, words[0].equals("request"), options, actions, bytes(parts[1]), events);
    }

    private static boolean isAction(String word) {
        for (Recording.Action action : Recording.Action.values()) {
            if (action.name().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static HttpLimits limit(HttpLimits limits, String name, int value) {
        return switch (name) {
            case "requestLineBytes" -> limits.withRequestLineBytes(value);
            case "headerLineBytes" -> limits.withHeaderLineBytes(value);
            case "headersBytes" -> limits.withHeadersBytes(value);
            case "headerCount" -> limits.withHeaderCount(value);
            case "chunkExtensionBytes" -> limits.withChunkExtensionBytes(value);
            case "trailersBytes" -> limits.withTrailersBytes(value);
            case "bodyBytes" -> limits.withBodyBytes(value);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static byte[] bytes(String block) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, block.replace("\n", ""));
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '{' -> {
                    int close = text.indexOf('}', i);
                    int star = text.indexOf('*', i);
                    for (int n = Integer.parseInt(text.substring(i + 1, star)); n > 0; n--) {
                        append(out, text.substring(star + 1, close));
                    }
                    i = close;
                }
                default -> throw new IllegalArgumentException("\\" + escape);
            }
        }
    }

    Recording recording(boolean pausing) {
        return new Recording(request, options, actions, pausing);
    }

    @Override
    public String toString() {
        return name;
    }
}
