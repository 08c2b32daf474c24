// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

/**
 * How streams read.
 *
 * @param limitBytes see {@link StreamReader}: 1 or more
 */
public record StreamOptions(int limitBytes) {
    /** asyncio's: 64 KiB. */
    public static final StreamOptions DEFAULT = new StreamOptions(64 * 1024);

    /** Checks it. */
    public StreamOptions {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes " + limitBytes + ": expected 1 or more");
        }
    }

    /** With this limit. */
    public StreamOptions withLimitBytes(int value) {
        return new StreamOptions(value);
    }
}
