// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpEvents;
import io.jvloop.httptools.HttpMethod;
import io.jvloop.httptools.HttpRequestParser;
import io.jvloop.httptools.HttpText;
import java.nio.ByteBuffer;

/** What the parser finds, gathered to a request; and the rules for a head that are not the parser's but a server's. */
final class RequestEvents implements HttpEvents {
    private final Exchange exchange;
    private final HttpRequestParser parser;
    private final long bodyBytesMax;
    private int hosts;
    private boolean hostIsInvalid;
    private boolean expectsContinue;
    private boolean expectsOther;
    private boolean isEncoded;

    RequestEvents(Exchange exchange, ServerContext context) {
        this.exchange = exchange;
        this.bodyBytesMax = context.bodyBytesMax;
        this.parser = new HttpRequestParser(this, context.parserOptions);
    }

    HttpRequestParser parser() {
        return parser;
    }

    @Override
    public void messageBegin() {
        exchange.requestBegins();
        hosts = 0;
        hostIsInvalid = false;
        expectsContinue = false;
        expectsOther = false;
        isEncoded = false;
    }

    @Override
    public void url(HttpText url) {
        exchange.request().head.target(url);
    }

    @Override
    public void header(HttpText name, HttpText value) {
        if (name.length() == 4 && name.isIgnoreCase("host")) {
            hosts++;
            hostIsInvalid |= !HostField.isValid(value);
        } else if (name.length() == 6 && name.isIgnoreCase("expect")) {
            expectsContinue = value.isIgnoreCase("100-continue");
            expectsOther |= !expectsContinue;
        } else if (name.length() == 17 && name.isIgnoreCase("transfer-encoding")) {
            isEncoded |= !value.isIgnoreCase("chunked");
        }
        exchange.request().head.header(name, value);
    }

    @Override
    public void headersComplete() throws Refusal {
        check();
        if (parser.shouldUpgrade()) {
            parser.declineUpgrade();
        }
        long length = parser.isChunked() ? -1 : Math.max(0, parser.contentLength());
        exchange.request().headComplete(parser.method(), parser.versionMinor());
        exchange.request().body().headComplete(length, expectsContinue && parser.versionMinor() > 0);
        exchange.headComplete(parser.method(), parser.versionMinor(), length != 0);
    }

    private void check() throws Refusal {
        boolean one = parser.versionMajor() == 1 && parser.versionMinor() == 1;
        if (!one && (parser.versionMajor() != 1 || parser.versionMinor() != 0)) {
            throw new Refusal(505, "HTTP/1.0 and HTTP/1.1 are spoken here");
        }
        if (hosts > 1) {
            throw new Refusal(400, "more than one Host");
        }
        if (hosts == 0 && one) {
            throw new Refusal(400, "no Host");
        }
        if (hostIsInvalid) {
            throw new Refusal(400, "Host is no host");
        }
        if (parser.method() == HttpMethod.UNKNOWN || parser.method() == HttpMethod.CONNECT) {
            throw new Refusal(501, "this method is not known here");
        }
        if (isEncoded) { // RFC 9112 6.1: a handler would take what is encoded for the body itself
            throw new Refusal(501, "chunked is the only transfer coding that is known here");
        }
        if (parser.contentLength() > bodyBytesMax) {
            throw new Refusal(413, "a body of more than " + bodyBytesMax + " bytes");
        }
        if (expectsOther && one) {
            throw new Refusal(417, "100-continue is the only expectation that is known here");
        }
    }

    @Override
    public void body(ByteBuffer data) {
        exchange.bodyReceived(data);
    }

    @Override
    public void messageComplete() {
        exchange.messageComplete();
    }
}
