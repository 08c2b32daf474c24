// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpParserException;

/** A request that is not handled, and the status that tells the client why. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Of what the parser does not take, or what {@link RequestEvents} refused while it parsed. */
    static Refusal of(HttpParserException failure) {
        if (failure.getCause() instanceof Refusal refusal) {
            return refusal;
        }
        int status = switch (failure.code()) {
            case LIMIT_REQUEST_LINE -> 414;
            case LIMIT_HEADER_LINE, LIMIT_HEADERS, LIMIT_HEADER_COUNT, LIMIT_TRAILERS -> 431;
            case LIMIT_BODY -> 413;
            default -> 400;
        };
        return new Refusal(status, failure.reason());
    }
}
