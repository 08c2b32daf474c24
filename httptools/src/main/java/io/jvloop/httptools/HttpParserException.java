// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The input is not what the parser takes, or a callback threw, which is then the cause. */
public final class HttpParserException extends IOException {
    private static final long serialVersionUID = 1L;

    private final HttpError code;
    private final String reason;
    private final long position;

    HttpParserException(HttpError code, String reason, long position, @Nullable Throwable cause) {
        super(code + " at byte " + position + ": " + reason, cause);
        this.code = code;
        this.reason = reason;
        this.position = position;
    }

    /** What is wrong, for a program. */
    public HttpError code() {
        return code;
    }

    /** What is wrong, in words. */
    public String reason() {
        return reason;
    }

    /** Which byte is wrong: how many bytes the parser had taken before it since it was made or reset. */
    public long position() {
        return position;
    }
}
