// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The input may end behind any byte: that is fine, or one error, and is said once. */
class EndOfInputTest {
    private enum Seen {
        NOTHING,
        BEGIN,
        BODY_TO_END,
        COMPLETE
    }

    private static final class Watching implements HttpEvents {
        Seen seen = Seen.NOTHING;
        int complete;
        HttpParser parser;

        Watching(Transcript t) {
            parser = t.request() ? new HttpRequestParser(this, t.options()) : new HttpResponseParser(this, t.options());
        }

        @Override
        public void messageBegin() {
            seen = Seen.BEGIN;
        }

        @Override
        public void headersComplete() {
            seen = parser.messageNeedsEof() ? Seen.BODY_TO_END : seen;
        }

        @Override
        public void messageComplete() {
            seen = Seen.COMPLETE;
            complete++;
        }
    }

    @ParameterizedTest
    @MethodSource("io.jvloop.httptools.TranscriptTest#transcripts")
    void anEndBehindAnyByteIsFineOrAnError(Transcript t) {
        for (int end = 0; end <= t.bytes().length; end += TranscriptTest.step(t)) {
            Watching watching = new Watching(t);
            HttpParser parser = watching.parser;
            try {
                parser.feed(t.bytes(), 0, end);
            } catch (HttpParserException refused) {
                assertSame(refused, assertThrows(HttpParserException.class, parser::finish));
                return;
            }
            int complete = watching.complete;
            Seen seen = watching.seen;
            boolean preface = parser.state() == HttpParser.State.HTTP2;
            try {
                parser.finish();
                assertEquals(HttpParser.State.FINISHED, parser.state(), t.name() + " up to " + end);
                boolean completes = seen == Seen.BODY_TO_END;
                assertEquals(complete + (completes ? 1 : 0), watching.complete, t.name() + " up to " + end);
                boolean between = watching.seen == Seen.NOTHING || watching.seen == Seen.COMPLETE || preface;
                assertTrue(between, t.name() + " up to " + end);
                assertThrows(IllegalStateException.class, () -> parser.feed(t.bytes()));
            } catch (HttpParserException refused) {
                assertEquals(HttpError.INVALID_EOF_STATE, refused.code(), t.name() + " up to " + end);
                assertEquals(end, refused.position(), t.name());
                assertEquals(complete, watching.complete);
                assertSame(refused, assertThrows(HttpParserException.class, parser::finish));
                assertSame(refused, assertThrows(HttpParserException.class, () -> parser.feed(t.bytes())));
            }
        }
    }
}
