// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.parser;

import io.jvloop.httptools.HttpEvents;
import io.jvloop.httptools.HttpText;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/** Looks at every value: at its length, its first and its last byte. As {@code look} in llhttp_bench.c does. */
public final class Looking implements HttpEvents {
    private long sum;

    /** Has seen nothing. */
    public Looking() {}

    /** So that nothing that was looked at can be left out. */
    public long sum() {
        return sum;
    }

    private void look(HttpText text) {
        int length = text.length();
        if (length > 0) {
            sum += length + (text.byteAt(0) & 0xff) + (text.byteAt(length - 1) & 0xff);
        }
    }

    @Override
    public void reset() {
        sum++;
    }

    @Override
    public void messageBegin() {
        sum++;
    }

    @Override
    public void method(HttpText method) {
        look(method);
    }

    @Override
    public void url(HttpText url) {
        look(url);
    }

    @Override
    public void protocol(HttpText protocol) {
        look(protocol);
    }

    @Override
    public void version(HttpText version) {
        look(version);
    }

    @Override
    public void status(HttpText reason) {
        look(reason);
    }

    @Override
    public void header(HttpText name, HttpText value) {
        look(name);
        look(value);
    }

    @Override
    public void headersComplete() {
        sum++;
    }

    /** Its own way for each kind of memory: one call that has seen three kinds costs more than all the rest of a chunk. */
    @Override
    public void body(ByteBuffer data) {
        int first = data.position();
        int last = data.limit() - 1;
        int ends;
        if (data.hasArray()) {
            byte[] a = data.array();
            int offset = data.arrayOffset();
            ends = (a[offset + first] & 0xff) + (a[offset + last] & 0xff);
        } else if (data instanceof MappedByteBuffer direct) {
            ends = (direct.get(first) & 0xff) + (direct.get(last) & 0xff);
        } else {
            ends = (data.get(first) & 0xff) + (data.get(last) & 0xff);
        }
        sum += last - first + 1 + ends;
    }

    @Override
    public void chunkExtension(HttpText name, HttpText value) {
        look(name);
        look(value);
    }

    @Override
    public void chunkHeader(long bytes) {
        sum += bytes;
    }

    @Override
    public void chunkComplete() {
        sum++;
    }

    @Override
    public void trailer(HttpText name, HttpText value) {
        look(name);
        look(value);
    }

    @Override
    public void messageComplete() {
        sum++;
    }
}
