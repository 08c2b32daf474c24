// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steering from inside each callback. */
class EveryCallbackTest {
    /** Does something in one callback, and writes down all. */
    private static final class Doing extends EveryCallback {
        final List<Where> calls = new ArrayList<>();
        final Where where;
        final HttpParser parser;
        final Runnable what;

        Doing(Where where, java.util.function.Consumer<HttpParser> what) {
            this.where = where;
            this.parser = where.parser(this);
            this.what = () -> what.accept(parser);
        }

        @Override
        void at(Where here) {
            calls.add(here);
            if (here == where) {
                what.run();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pausingThereTakesAndCallsNothingMoreAndLosesNothing(EveryCallback.Where where) throws HttpParserException {
        Doing all = new Doing(where, parser -> {});
        all.parser.feed(where.input());
        for (boolean wholeAtOnce : new boolean[] {true, false}) {
            Doing pausing = new Doing(where, HttpParser::pause);
            ByteBuffer input = ByteBuffer.wrap(where.input());
            int pauses = 0;
            do {
                input.limit(wholeAtOnce ? input.capacity() : Math.min(input.capacity(), input.position() + 1));
                pausing.parser.feed(input);
                if (pausing.parser.state() == HttpParser.State.PAUSED) {
                    pauses++;
                    int calls = pausing.calls.size();
                    int position = input.position();
                    assertSame(where, pausing.calls.getLast());
                    assertEquals(0, pausing.parser.feed(input));
                    assertEquals(position, input.position());
                    assertEquals(position, pausing.parser.position());
                    assertEquals(calls, pausing.calls.size());
                    pausing.parser.resume();
                }
            } while (input.position() < input.capacity());
            pausing.parser.feed(input); // what a last pause had left out
            assertTrue(pauses > 0);
            if (wholeAtOnce) {
                assertEquals(all.calls, pausing.calls);
            } else {
                assertEquals(withoutBodies(all.calls), withoutBodies(pausing.calls));
            }
        }
    }

    private static List<EveryCallback.Where> withoutBodies(List<EveryCallback.Where> calls) {
        return calls.stream().filter(call -> call != EveryCallback.Where.BODY).toList();
    }

    @ParameterizedTest
    @EnumSource
    void pausingAndResumingThereChangesNothing(EveryCallback.Where where) throws HttpParserException {
        Doing all = new Doing(where, parser -> {});
        all.parser.feed(where.input());
        Doing both = new Doing(where, parser -> {
            parser.pause();
            parser.resume();
        });
        assertEquals(where.input().length, both.parser.feed(where.input()));
        assertEquals(all.calls, both.calls);
    }

    @ParameterizedTest
    @EnumSource
    void stoppingThereTakesAndCallsNothingMore(EveryCallback.Where where) throws HttpParserException {
        Doing stopping = new Doing(where, HttpParser::stop);
        int taken = stopping.parser.feed(where.input());
        assertSame(where, stopping.calls.getLast());
        assertEquals(HttpParser.State.STOPPED, stopping.parser.state());
        assertEquals(taken, stopping.parser.position());
        int calls = stopping.calls.size();
        stopping.parser.resume();
        assertEquals(0, stopping.parser.feed(where.input()));
        stopping.parser.finish();
        assertEquals(calls, stopping.calls.size());
        assertNull(stopping.parser.failure());
    }

    @ParameterizedTest
    @EnumSource
    void whatAStoppedParserIsThrownThereIsKept(EveryCallback.Where where) {
        RuntimeException thrown = new RuntimeException("no");
        Doing throwing = new Doing(where, parser -> {
            parser.stop();
            throw thrown;
        });
        HttpParserException failure =
                assertThrows(HttpParserException.class, () -> throwing.parser.feed(where.input()));
        assertSame(thrown, failure.getCause());
        assertEquals(where.code, failure.code());
        assertSame(failure, throwing.parser.failure());
        assertSame(failure, assertThrows(HttpParserException.class, throwing.parser::finish));
    }

    @Test
    void whatIsThrownWhenTheEndCompletesABodyIsKept() throws HttpParserException {
        RuntimeException thrown = new RuntimeException("no");
        HttpResponseParser parser = new HttpResponseParser(new HttpEvents() {
            @Override
            public void messageComplete() {
                throw thrown;
            }
        });
        byte[] input = Ascii.bytes("HTTP/1.1 200 OK\r\n\r\nabc");
        parser.feed(input);
        HttpParserException failure = assertThrows(HttpParserException.class, parser::finish);
        assertEquals(HttpError.CB_MESSAGE_COMPLETE, failure.code());
        assertSame(thrown, failure.getCause());
        assertEquals(input.length, failure.position());
        assertSame(failure, assertThrows(HttpParserException.class, parser::finish));
        assertSame(failure, assertThrows(HttpParserException.class, () -> parser.feed(input)));
    }
}
