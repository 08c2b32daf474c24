// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steering a parser: pausing, stopping, failing, finishing, resetting. */
class HttpParserTest {
    private static final byte[] GET = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    private static final byte[] POST = Ascii.bytes("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");

    private static final class Throwing extends EveryCallback {
        final Where where;
        final Throwable thrown;
        int calls;

        Throwing(Where where, Throwable thrown) {
            this.where = where;
            this.thrown = thrown;
        }

        @Override
        void at(Where here) throws Exception {
            calls++;
            if (here == where) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatThrowsStopsTheParserAndTheCauseIsKept(EveryCallback.Where where) {
        Exception thrown = new Exception("no");
        Throwing events = new Throwing(where, thrown);
        HttpParser parser = where.parser(events);
        ByteBuffer input = ByteBuffer.wrap(where.input());
        HttpParserException failure = assertThrows(HttpParserException.class, () -> parser.feed(input));
        assertEquals(where.code, failure.code());
        assertSame(thrown, failure.getCause());
        assertEquals(failure.position(), input.position());
        assertSame(failure, parser.failure());
        assertEquals(HttpParser.State.FAILED, parser.state());
        int calls = events.calls;
        assertSame(failure, assertThrows(HttpParserException.class, () -> parser.feed(GET)));
        assertSame(failure, assertThrows(HttpParserException.class, parser::finish));
        parser.resume();
        parser.stop();
        assertSame(failure, assertThrows(HttpParserException.class, () -> parser.feed(GET)));
        assertEquals(calls, events.calls, "no callback after it has failed");
        parser.reset();
        assertNull(parser.failure());
        assertEquals(HttpParser.State.RUNNING, parser.state());
    }

    @Test
    void anErrorGoesThroughAsItself() {
        StackOverflowError thrown = new StackOverflowError();
        HttpRequestParser parser = new HttpRequestParser(new Throwing(EveryCallback.Where.HEADER, thrown));
        assertSame(thrown, assertThrows(StackOverflowError.class, () -> parser.feed(GET)));
        assertEquals(HttpParser.State.FAILED, parser.state());
        assertSame(
                thrown,
                assertThrows(HttpParserException.class, () -> parser.feed(GET)).getCause());
    }

    @Test
    void theSameErrorIsRepeated() {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
        HttpParserException first = assertThrows(HttpParserException.class, () -> parser.feed(Ascii.bytes("GET\n")));
        HttpParserException second = assertThrows(HttpParserException.class, () -> parser.feed(GET));
        assertSame(first, second);
        assertEquals(3, first.position());
        assertTrue(first.getMessage().contains("INVALID_METHOD at byte 3"), first.getMessage());
    }

    @Test
    void anErrorInAnEarlierPieceThanTheOneFedLeavesTheBufferWhereItWas() throws HttpParserException {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
        parser.feed(Ascii.bytes("FET"));
        ByteBuffer rest = ByteBuffer.wrap(Ascii.bytes("xxCH / "), 2, 5);
        HttpParserException failure = assertThrows(HttpParserException.class, () -> parser.feed(rest));
        assertEquals(0, failure.position());
        assertEquals(2, rest.position());
        assertEquals(7, rest.limit());
    }

    @Test
    void aPausedParserTakesNothing() throws HttpParserException {
        List<String> urls = new ArrayList<>();
        HttpParser[] self = new HttpParser[1];
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {
            @Override
            public void url(HttpText url) {
                urls.add(url.toString());
                self[0].pause();
            }
        });
        self[0] = parser;
        ByteBuffer input = ByteBuffer.wrap(GET);
        assertEquals(6, parser.feed(input));
        assertEquals(6, input.position());
        assertEquals(GET.length, input.limit());
        assertEquals(HttpParser.State.PAUSED, parser.state());
        assertEquals(0, parser.feed(input));
        assertThrows(IllegalStateException.class, parser::finish);
        parser.resume();
        assertEquals(GET.length - 6, parser.feed(input));
        assertEquals(List.of("/"), urls);
        parser.finish();
        assertEquals(HttpParser.State.FINISHED, parser.state());
    }

    @Test
    void itKnowsWhetherItIsBetweenMessages() throws HttpParserException {
        HttpParser parser = new HttpRequestParser(new HttpEvents() {});
        byte[] request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nb".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 2; round++) {
            assertTrue(parser.isBetweenMessages());
            for (int i = 0; i < request.length - 1; i++) {
                parser.feed(request, i, 1);
                assertFalse(parser.isBetweenMessages(), "behind byte " + i);
            }
            parser.feed(request, request.length - 1, 1);
        }
        assertTrue(parser.isBetweenMessages());
    }

    @Test
    void whatAPauseLeftOutIsCalledByAnEmptyFeedOrByFinish() throws HttpParserException {
        for (boolean finish : new boolean[] {false, true}) {
            int[] complete = new int[1];
            HttpParser[] self = new HttpParser[1];
            self[0] = new HttpRequestParser(new HttpEvents() {
                @Override
                public void headersComplete() {
                    self[0].pause();
                }

                @Override
                public void messageComplete() {
                    complete[0]++;
                }
            });
            assertEquals(GET.length, self[0].feed(GET));
            assertEquals(0, complete[0]);
            self[0].resume();
            if (finish) {
                self[0].finish();
            } else {
                self[0].feed(ByteBuffer.allocate(0));
            }
            assertEquals(1, complete[0]);
        }
    }

    @Test
    void anEndInsideAMessageIsAnErrorAlsoWhenACallbackPausesJustThen() throws HttpParserException {
        HttpParser[] self = new HttpParser[1];
        self[0] = new HttpRequestParser(new HttpEvents() {
            @Override
            public void protocol(HttpText protocol) {
                self[0].pause();
            }

            @Override
            public void version(HttpText version) {
                self[0].pause();
            }
        });
        assertEquals(14, self[0].feed(Ascii.bytes("GET / HTTP/1.1")));
        self[0].resume();
        self[0].finish(); // calls version, which pauses: there may be more to call
        assertEquals(HttpParser.State.PAUSED, self[0].state());
        self[0].resume();
        HttpParserException failure = assertThrows(HttpParserException.class, self[0]::finish);
        assertEquals(HttpError.INVALID_EOF_STATE, failure.code());
        assertEquals(14, failure.position());
    }

    @Test
    void aStoppedParserTakesNothingUntilItIsReset() throws HttpParserException {
        HttpParser[] self = new HttpParser[1];
        self[0] = new HttpRequestParser(new HttpEvents() {
            @Override
            public void method(HttpText method) {
                self[0].stop();
            }
        });
        assertEquals(4, self[0].feed(GET));
        self[0].resume();
        assertEquals(HttpParser.State.STOPPED, self[0].state());
        assertEquals(0, self[0].feed(GET));
        self[0].finish();
        self[0].reset();
        assertEquals(4, self[0].feed(GET));
    }

    @Test
    void aParserIsNotFedFromItsOwnCallback() {
        List<Throwable> thrown = new ArrayList<>();
        HttpParser[] self = new HttpParser[1];
        self[0] = new HttpRequestParser(new HttpEvents() {
            @Override
            public void url(HttpText url) {
                thrown.add(assertThrows(IllegalStateException.class, () -> self[0].feed(GET)));
                thrown.add(assertThrows(IllegalStateException.class, () -> self[0].finish()));
                thrown.add(assertThrows(IllegalStateException.class, () -> self[0].reset()));
            }
        });
        try {
            assertEquals(GET.length, self[0].feed(GET));
        } catch (HttpParserException e) {
            throw new AssertionError(e);
        }
        assertEquals(3, thrown.size());
    }

    @Test
    void whatFollowsTheHeadIsSaidInHeadersCompleteAlone() {
        assertThrows(IllegalStateException.class, new HttpRequestParser(new HttpEvents() {})::declineUpgrade);
        assertThrows(IllegalStateException.class, new HttpResponseParser(new HttpEvents() {})::noBody);
        assertThrows(IllegalStateException.class, new HttpResponseParser(new HttpEvents() {})::tunnel);
    }

    @Test
    void aFinishedParserIsNotFed() throws HttpParserException {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
        parser.finish();
        assertThrows(IllegalStateException.class, () -> parser.feed(GET));
        parser.reset();
        assertEquals(GET.length, parser.feed(GET));
    }

    @Test
    void aFinishedParserStaysFinishedWhateverItIsTold() throws HttpParserException {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
        parser.finish();
        parser.pause();
        parser.stop();
        parser.resume();
        assertEquals(HttpParser.State.FINISHED, parser.state());
        assertThrows(IllegalStateException.class, () -> parser.feed(GET));
        parser.finish();
        assertEquals(HttpParser.State.FINISHED, parser.state());
    }

    @Test
    void duringCallbacksThePositionIsWhereFeedingBeganInWhateverMemory() throws HttpParserException {
        byte[] requests = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(200));
        ByteBuffer direct = ByteBuffer.allocateDirect(requests.length).put(0, requests);
        ByteBuffer readOnly = ByteBuffer.wrap(requests).asReadOnlyBuffer();
        for (ByteBuffer input : List.of(ByteBuffer.wrap(requests), direct, readOnly)) {
            List<Long> positions = new ArrayList<>();
            HttpParser[] self = new HttpParser[1];
            self[0] = new HttpRequestParser(new HttpEvents() {
                @Override
                public void messageBegin() {
                    positions.add(self[0].position());
                }
            });
            self[0].feed(GET);
            self[0].feed(input);
            List<Long> expected = new ArrayList<>(Collections.nCopies(201, (long) GET.length));
            expected.set(0, 0L);
            assertEquals(expected, positions);
            assertEquals(GET.length + requests.length, self[0].position());
        }
    }

    @Test
    void resetForgetsHalfAMessage() throws HttpParserException {
        for (int cut = 1; cut < POST.length; cut++) {
            HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
            parser.feed(POST, 0, cut);
            parser.reset();
            assertEquals(0, parser.position());
            assertEquals(GET.length, parser.feed(GET));
            assertEquals(-1, parser.contentLength());
            parser.finish();
        }
    }

    @Test
    void resetForgetsTheMethodAndTheStatusOfTheLastMessage() throws HttpParserException {
        HttpRequestParser requests = new HttpRequestParser(new HttpEvents() {});
        requests.feed(GET);
        assertEquals(HttpMethod.GET, requests.method());
        requests.reset();
        assertEquals(HttpMethod.UNKNOWN, requests.method());
        HttpResponseParser responses = new HttpResponseParser(new HttpEvents() {});
        responses.feed(Ascii.bytes("HTTP/1.1 204 No Content\r\n\r\n"));
        assertFalse(responses.messageNeedsEof());
        responses.reset();
        assertEquals(0, responses.status());
        assertEquals(new HttpResponseParser(new HttpEvents() {}).messageNeedsEof(), responses.messageNeedsEof());
    }

    @Test
    void afterAnUpgradeItMayGoOnWithAnotherMessage() throws HttpParserException {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {});
        byte[] connect = Ascii.bytes("CONNECT a:1 HTTP/1.1\r\n\r\nxyz");
        assertEquals(connect.length - 3, parser.feed(connect));
        assertEquals(HttpParser.State.UPGRADED, parser.state());
        assertEquals(0, parser.feed(GET));
        parser.resume();
        assertEquals(GET.length, parser.feed(GET));
        assertEquals(HttpMethod.GET, parser.method());
    }

    @Test
    void theBodyIsTheFedMemoryItself() throws HttpParserException {
        ByteBuffer input = ByteBuffer.allocateDirect(POST.length + 3);
        input.put(3, POST).position(3);
        List<ByteBuffer> bodies = new ArrayList<>();
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {
            @Override
            public void body(ByteBuffer data) {
                bodies.add(data);
                assertEquals(POST.length + 3 - 5, data.position());
                assertEquals(POST.length + 3, data.limit());
            }
        });
        parser.feed(input);
        assertSame(input, bodies.getFirst());
        assertEquals(0, input.remaining());
        ByteBuffer readOnly = input.duplicate().position(3).asReadOnlyBuffer();
        List<ByteBuffer> ranges = new ArrayList<>();
        new HttpRequestParser(new HttpEvents() {
                    @Override
                    public void body(ByteBuffer data) {
                        ranges.add(data);
                    }
                })
                .feed(readOnly);
        assertSame(readOnly, ranges.getFirst());
        byte[] array = new byte[POST.length + 9];
        System.arraycopy(POST, 0, array, 4, POST.length);
        List<byte[]> arrays = new ArrayList<>();
        HttpRequestParser other = new HttpRequestParser(new HttpEvents() {
            @Override
            public void body(ByteBuffer data) {
                arrays.add(data.array());
                assertEquals(4 + POST.length - 5, data.arrayOffset() + data.position());
                assertEquals(5, data.remaining());
            }
        });
        // the head in another array than the body
        other.feed(array, 4, POST.length - 8);
        other.feed(array, 4 + POST.length - 8, 8);
        assertSame(array, arrays.getFirst());
    }

    @Test
    void textIsReadWithoutMakingAString() throws HttpParserException {
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {
            @Override
            public void header(HttpText name, HttpText value) {
                assertTrue(name.isIgnoreCase("X-sOme"));
                assertTrue(name.is("X-Some"));
                assertTrue(!name.is("X-some") && !name.is("X-Som"));
                assertEquals("x-some", name.toLowerCase());
                assertEquals("\u00e4b", value.toString());
                assertEquals('\u00e4', value.charAt(0));
                assertEquals((byte) 0xe4, value.byteAt(0));
                assertEquals("b", value.subSequence(1, 2));
                assertThrows(IndexOutOfBoundsException.class, () -> value.byteAt(2));
                assertThrows(IndexOutOfBoundsException.class, () -> value.charAt(-1));
                assertThrows(IndexOutOfBoundsException.class, () -> value.subSequence(1, 3));
                ByteBuffer copy = ByteBuffer.allocate(2);
                value.copyTo(copy);
                assertEquals(ByteBuffer.wrap(value.toByteArray()), copy.flip());
            }
        });
        parser.feed(Ascii.bytes("GET / HTTP/1.1\r\nX-Some: \u00e4b\r\n\r\n"));
    }

    @Test
    void commonTextIsAlwaysTheSameString() throws HttpParserException {
        List<String> texts = new ArrayList<>();
        HttpRequestParser parser = new HttpRequestParser(new HttpEvents() {
            @Override
            public void header(HttpText name, HttpText value) {
                texts.add(name.toString());
                texts.add(value.toString());
                texts.add(name.toLowerCase());
            }
        });
        byte[] request =
                Ascii.bytes("GET / HTTP/1.1\r\nConnection: keep-alive\r\ncontent-length: 0\r\nX-Own: mine\r\n\r\n");
        parser.feed(request);
        parser.feed(request);
        assertEquals(
                List.of(
                        "Connection",
                        "keep-alive",
                        "connection",
                        "content-length",
                        "0",
                        "content-length",
                        "X-Own",
                        "mine",
                        "x-own"),
                texts.subList(0, 9));
        for (int i = 0; i < 6; i++) {
            assertSame(texts.get(i), texts.get(i + 9));
        }
        assertNotSame(texts.get(7), texts.get(16));
    }

    @Test
    void everyMethodIsFoundByItsName() {
        for (HttpMethod method : HttpMethod.values()) {
            assertSame(method, HttpMethod.of(method.toString()));
        }
        assertSame(HttpMethod.UNKNOWN, HttpMethod.of(""));
        assertSame(HttpMethod.UNKNOWN, HttpMethod.of("M_SEARCH"));
        assertSame(HttpMethod.UNKNOWN, HttpMethod.of("GETGETGETGETGET"));
    }

    @Test
    void theDefaultLimitsAreTheseAndNothingIsLenient() {
        HttpLimits limits = HttpLimits.DEFAULT;
        assertEquals(8192, limits.requestLineBytes());
        assertEquals(8192, limits.headerLineBytes());
        assertEquals(65_536, limits.headersBytes());
        assertEquals(100, limits.headerCount());
        assertEquals(1024, limits.chunkExtensionBytes());
        assertEquals(8192, limits.trailersBytes());
        assertEquals(Long.MAX_VALUE, limits.bodyBytes());
        assertEquals(limits, HttpParserOptions.DEFAULT.limits());
        assertTrue(HttpParserOptions.DEFAULT.leniencies().isEmpty());
    }

    @Test
    void limitsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> HttpLimits.DEFAULT.withBodyBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> HttpLimits.DEFAULT.withHeadersBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> HttpLimits.DEFAULT.withRequestLineBytes(Integer.MAX_VALUE));
    }
}
