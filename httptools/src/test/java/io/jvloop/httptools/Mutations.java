// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Messages that are made up: put together from what is likely to matter, or those of the transcripts, then damaged. */
final class Mutations {
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH", "M-SEARCH", "QUERY", "get", "G");
    private static final List<String> TARGETS = List.of("/", "/a/b?c=d&e=%20", "*", "http://a:8/b", "/x//y;z", "a");
    private static final List<String> HEADERS = List.of(
            "Host: a",
            "Content-Length: 5",
            "Content-Length: 0",
            "content-length:  3",
            "Transfer-Encoding: chunked",
            "transfer-encoding: gzip, chunked",
            "Connection: close",
            "Connection: keep-alive",
            "Connection: a, Close",
            "Accept: */*",
            "X-A:",
            "X-B: \u00e4 b",
            "x_c: \t v\t ",
            "Upgrade: h2c",
            "Connection: upgrade",
            "Cookie: a=b; c=\"d\"");
    private static final List<String> BODIES = List.of(
            "",
            "hello",
            "5\r\nhello\r\n0\r\n\r\n",
            "a\r\n0123456789\r\n1\r\nx\r\n0\r\nT: v\r\n\r\n",
            "5;a=b;c\r\nhello\r\n0;d=\"e\"\r\n\r\n",
            "0\r\n\r\n");
    private static final List<String> PIECES = List.of(
            "\r",
            "\n",
            "\r\n",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "0",
            "-1",
            "+",
            "ffffffffffffffff",
            "\0",
            "\u007f",
            "\u0080",
            "HTTP/1.1",
            "HTTP/0.9",
            "HTTP/2.0",
            "chunked",
            "Content-Length: 1\r\n",
            "Transfer-Encoding: chunked\r\n",
            "\"",
            "\\",
            "=",
            "x",
            "\r\n\r\n",
            "99999999999999999999");

    private static final int FAVOUR = 20;

    private final Random random;
    private final List<byte[]> transcripts = new ArrayList<>();
    private final boolean request;

    Mutations(long seed, boolean request) {
        this.random = new Random(seed);
        this.request = request;
        for (Transcript t : TranscriptTest.transcripts()) {
            // what is longer is there for its length: other parsers have no limits
            if (t.request() == request && t.bytes().length < 600) {
                transcripts.add(t.bytes());
            }
        }
    }

    /** The same, with more of the transcripts in which this is on. */
    Mutations favouring(HttpLeniency leniency) {
        for (byte[] transcript : transcriptsOf(leniency)) {
            transcripts.addAll(Collections.nCopies(FAVOUR, transcript));
        }
        return this;
    }

    private List<byte[]> transcriptsOf(HttpLeniency leniency) {
        return TranscriptTest.transcripts().stream()
                .filter(t -> t.request() == request && t.options().leniencies().contains(leniency))
                .map(Transcript::bytes)
                .toList();
    }

    /** Lines of a transcript in which one of these is on, then lines of one in which the other is; none where there are none. */
    List<byte[]> crossed(HttpLeniency one, HttpLeniency other, int count) {
        List<byte[]> ones = transcriptsOf(one);
        List<byte[]> others = transcriptsOf(other);
        List<byte[]> messages = new ArrayList<>();
        while (messages.size() < count && !ones.isEmpty() && !others.isEmpty()) {
            boolean turned = random.nextBoolean();
            byte[] first = pick(turned ? others : ones);
            byte[] second = pick(turned ? ones : others);
            byte[] message = spliced(first, lineEnd(first), second, lineEnd(second));
            messages.add(random.nextInt(3) == 0 ? damaged(message) : message);
        }
        return messages;
    }

    /** The end of one of its lines, or of all, or its beginning. */
    private int lineEnd(byte[] message) {
        List<Integer> ends = new ArrayList<>(List.of(0, message.length));
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                ends.add(i + 1);
            }
        }
        return pick(ends);
    }

    List<byte[]> some(int count) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = random.nextInt(3) == 0 ? pick(transcripts) : Ascii.bytes(made());
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                message = damaged(message);
            }
            messages.add(message);
        }
        return messages;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String made() {
        StringBuilder text = new StringBuilder();
        for (int messages = 1 + random.nextInt(2); messages > 0; messages--) {
            if (request) {
                text.append(pick(METHODS)).append(' ').append(pick(TARGETS)).append(" HTTP/1.");
                text.append(random.nextInt(8) == 0 ? "0" : "1").append("\r\n");
            } else {
                int status = random.nextInt(4) == 0 ? 100 + random.nextInt(500) : 200;
                text.append("HTTP/1.1 ").append(status).append(random.nextBoolean() ? " OK\r\n" : " \r\n");
            }
            for (int headers = random.nextInt(5); headers > 0; headers--) {
                text.append(pick(HEADERS)).append("\r\n");
            }
            text.append("\r\n").append(pick(BODIES));
        }
        return text.toString();
    }

    private byte[] damaged(byte[] message) {
        if (message.length == 0) {
            return message;
        }
        int at = random.nextInt(message.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] changed = message.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> joined(message, at, new byte[0], Math.min(message.length, at + 1 + random.nextInt(3)));
            case 2 -> Arrays.copyOf(message, at);
            default -> joined(message, at, Ascii.bytes(pick(PIECES)), at);
        };
    }

    /** Up to here, this, and again from there. */
    private static byte[] joined(byte[] message, int to, byte[] piece, int from) {
        byte[] joined = Arrays.copyOf(message, to + piece.length + message.length - from);
        System.arraycopy(piece, 0, joined, to, piece.length);
        System.arraycopy(message, from, joined, to + piece.length, message.length - from);
        return joined;
    }

    /** One up to here, the other from there. */
    private static byte[] spliced(byte[] one, int to, byte[] other, int from) {
        byte[] spliced = Arrays.copyOf(one, to + other.length - from);
        System.arraycopy(other, from, spliced, to, other.length - from);
        return spliced;
    }
}
