// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

/**
 * How streams read.
 *
 * @param limitBytes see {@link StreamReader}: 1 or more
 */
public record StreamOptions(int limitBytes) {
    /** The limit that asyncio has: 64 KiB. */
    public static final StreamOptions DEFAULT = new StreamOptions(64 * 1024);

    /** Checks the limit. */
    public StreamOptions {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes " + limitBytes + ": expected 1 or more");
        }
    }

    /** These options with another limit. */
    public StreamOptions withLimitBytes(int value) {
        return new StreamOptions(value);
    }
}
