// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A message costs no garbage, in whatever memory it comes and however it is cut. */
class AllocationTest {
    private static final MethodHandle ALLOCATED = allocated();
    private static final int MESSAGES = 20_000;

    private static final byte[] REQUEST = Ascii.bytes("""
            POST /some/where?a=b HTTP/1.1
            Host: localhost
            Connection: keep-alive
            Accept: */*
            X-Own: something that no table has
            Transfer-Encoding: chunked

            5;a=b
            hello
            0
            trailer: x

            """.replace("\n", "\r\n"));
    private static final byte[] RESPONSE =
            Ascii.bytes("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello");

    /** {@code ThreadMXBean.getCurrentThreadAllocatedBytes}: this module does not read the one that has it. */
    private static MethodHandle allocated() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> beans = Class.forName("java.lang.management.ManagementFactory");
            Class<?> bean = Class.forName("java.lang.management.ThreadMXBean");
            Class<?> threads = Class.forName("com.sun.management.ThreadMXBean");
            Object instance = lookup.findStatic(beans, "getThreadMXBean", MethodType.methodType(bean))
                    .invoke();
            return lookup.findVirtual(threads, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
                    .bindTo(instance);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static long allocatedBytes() {
        try {
            return (long) ALLOCATED.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Looks at all that it is given. */
    @SuppressWarnings("UnusedVariable") // it is there to be summed up
    private static final class Looking implements HttpEvents {
        long sum;

        @Override
        public void url(HttpText url) {
            sum += url.length() + url.byteAt(0);
        }

        @Override
        public void header(HttpText name, HttpText value) {
            sum += name.toLowerCase().length() + value.length();
        }

        @Override
        public void body(ByteBuffer data) {
            sum += data.get(data.position());
        }
    }

    private interface Feeding {
        void feed(HttpParser parser) throws HttpParserException;
    }

    private static void assertNoGarbage(HttpParser parser, Feeding feeding) throws HttpParserException {
        feed(parser, feeding);
        feed(parser, feeding);
        long most = Long.MAX_VALUE;
        // the JIT may still be at work in the first rounds
        for (int round = 0; round < 5 && most > 0; round++) {
            long before = allocatedBytes();
            feed(parser, feeding);
            most = Math.min(most, allocatedBytes() - before);
        }
        assertEquals(0, most, "bytes for " + MESSAGES + " messages");
    }

    private static void feed(HttpParser parser, Feeding feeding) throws HttpParserException {
        for (int i = 0; i < MESSAGES; i++) {
            feeding.feed(parser);
        }
    }

    /** No name that is unknown to {@link Common}. */
    private static HttpParser request() {
        return new HttpRequestParser(new HttpEvents() {
            private long sum;

            @Override
            public void url(HttpText url) {
                sum += url.length() + url.byteAt(0);
            }

            @Override
            public void header(HttpText name, HttpText value) {
                sum += name.isIgnoreCase("host") ? value.toString().length() : value.length();
            }

            @Override
            public void body(ByteBuffer data) {
                sum += data.get(data.position());
            }
        });
    }

    @Test
    void aRequestInAnArrayCostsNoGarbage() throws HttpParserException {
        assertNoGarbage(request(), parser -> parser.feed(REQUEST, 0, REQUEST.length));
    }

    @Test
    void aRequestInAHeapBufferCostsNoGarbage() throws HttpParserException {
        ByteBuffer buffer = ByteBuffer.wrap(REQUEST);
        assertNoGarbage(request(), parser -> parser.feed(buffer.rewind()));
    }

    @Test
    void aRequestInADirectBufferCostsNoGarbage() throws HttpParserException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
        assertNoGarbage(request(), parser -> parser.feed(buffer.rewind()));
    }

    @Test
    void aRequestInAReadOnlyBufferThatIsCutCostsNoGarbage() throws HttpParserException {
        ByteBuffer buffer = ByteBuffer.wrap(REQUEST).asReadOnlyBuffer();
        assertNoGarbage(request(), parser -> {
            parser.feed(buffer.position(0).limit(40));
            parser.feed(buffer.limit(101));
            parser.feed(buffer.limit(REQUEST.length));
        });
    }

    @Test
    void aRequestInAnArrayThatIsCutCostsNoGarbage() throws HttpParserException {
        assertNoGarbage(request(), parser -> {
            parser.feed(REQUEST, 0, 3);
            parser.feed(REQUEST, 3, 70);
            parser.feed(REQUEST, 73, REQUEST.length - 73);
        });
    }

    @Test
    void aResponseCostsNoGarbage() throws HttpParserException {
        assertNoGarbage(new HttpResponseParser(new Looking()), parser -> parser.feed(RESPONSE, 0, RESPONSE.length));
    }

    @Test
    void writingCostsNoGarbage() throws HttpParserException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(500);
        assertNoGarbage(request(), parser -> {
            buffer.clear();
            HttpWriter.statusLine(buffer, 200);
            HttpWriter.header(buffer, "Content-Type", "text/plain");
            HttpWriter.header(buffer, "Content-Length", 1024);
            HttpWriter.date(buffer, 1_700_000_000L + buffer.position());
            HttpWriter.endOfHeaders(buffer);
            HttpWriter.chunkHeader(buffer, 1024);
            HttpWriter.chunkEnd(buffer);
            HttpWriter.lastChunk(buffer);
            HttpWriter.requestLine(buffer, "GET", "/a?b");
            HttpWriter.header(buffer, "Host", "a");
        });
    }
}
