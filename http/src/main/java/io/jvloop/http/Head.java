// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The target and the headers of one request, as they were sent: copied out of the parser, where they are valid only for a
 * moment. Used again for the next request.
 */
final class Head {
    private static final int BYTES = 256;
    private static final int HEADERS = 8;

    /** What is kept of a large one for the next. */
    private static final int KEPT_MAX = 4096;

    private final Texts texts;
    private byte[] bytes = new byte[BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int targetEnd;

    /** For each header the end of its name and the end of its value; both begin where the one before ends. */
    private int[] ends = new int[2 * HEADERS];

    private int count;

    Head(Texts texts) {
        this.texts = texts;
    }

    void clear() {
        count = 0;
        targetEnd = 0;
        if (bytes.length > KEPT_MAX) {
            bytes = new byte[BYTES];
            buffer = ByteBuffer.wrap(bytes);
        }
        buffer.clear();
    }

    void target(HttpText target) {
        add(target);
        targetEnd = buffer.position();
    }

    void header(HttpText name, HttpText value) {
        if (2 * count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        add(name);
        ends[2 * count] = buffer.position();
        add(value);
        ends[2 * count + 1] = buffer.position();
        count++;
    }

    private void add(HttpText text) {
        if (text.length() > buffer.remaining()) {
            int used = buffer.position();
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + text.length()));
            buffer = ByteBuffer.wrap(bytes).position(used);
        }
        text.copyTo(buffer);
    }

    String target() {
        return texts.of(bytes, 0, targetEnd);
    }

    /** The path without the query, also of a target with a scheme and a host. */
    String path() {
        int from = pathStart();
        int query = queryStart();
        int to = query < 0 ? targetEnd : query - 1;
        return from >= to ? "/" : texts.of(bytes, from, to);
    }

    /** Where the query begins, behind its question mark; -1 when there is none. */
    int queryStart() {
        for (int i = 0; i < targetEnd; i++) {
            if (bytes[i] == '?') {
                return i + 1;
            }
        }
        return -1;
    }

    String query(int from) {
        return texts.of(bytes, from, targetEnd);
    }

    private int pathStart() {
        if (targetEnd == 0 || bytes[0] == '/' || bytes[0] == '*') {
            return 0;
        }
        for (int i = 0; i + 2 < targetEnd && bytes[i] != '?'; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == '/' && bytes[i + 2] == '/') {
                int slash = i + 3;
                while (slash < targetEnd && bytes[slash] != '/' && bytes[slash] != '?') {
                    slash++;
                }
                return slash;
            }
        }
        return 0;
    }

    int count() {
        return count;
    }

    String name(int index) {
        return texts.of(bytes, nameStart(index), ends[2 * index]);
    }

    String value(int index) {
        return texts.of(bytes, ends[2 * index], ends[2 * index + 1]);
    }

    private int nameStart(int index) {
        return index == 0 ? targetEnd : ends[2 * index - 1];
    }

    /** The first header of this name at this index or behind it, or -1. */
    int find(String name, int from) {
        for (int i = from; i < count; i++) {
            if (isName(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isName(int index, String name) {
        int start = nameStart(index);
        if (ends[2 * index] - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(bytes[start + i]) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
