// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * How much a parser takes before it refuses; each has an error of its own.
 *
 * <p>A line counts with the CR and LF at its end, and may be as long as its limit.
 *
 * @param requestLineBytes the first line, of a response too; {@link HttpError#LIMIT_REQUEST_LINE}
 * @param headerLineBytes one header or trailer; {@link HttpError#LIMIT_HEADER_LINE}
 * @param headersBytes all headers with the empty line behind them; {@link HttpError#LIMIT_HEADERS}
 * @param headerCount headers and trailers of one message; {@link HttpError#LIMIT_HEADER_COUNT}
 * @param chunkExtensionBytes what follows the size of one chunk, from the semicolon on, with CR and LF;
 *     {@link HttpError#LIMIT_CHUNK_EXTENSION}
 * @param trailersBytes all trailers with the empty line behind them; {@link HttpError#LIMIT_TRAILERS}
 * @param bodyBytes the body without its framing; {@link HttpError#LIMIT_BODY}
 */
public record HttpLimits(
        int requestLineBytes,
        int headerLineBytes,
        int headersBytes,
        int headerCount,
        int chunkExtensionBytes,
        int trailersBytes,
        long bodyBytes) {
    /** 8 KiB a line, 64 KiB and 100 headers, 1 KiB of chunk extensions, 8 KiB of trailers, any body. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(8 << 10, 8 << 10, 64 << 10, 100, 1 << 10, 8 << 10, Long.MAX_VALUE);

    /** Refuses what is negative, and lines longer than a gigabyte: a head is gathered in one array. */
    public HttpLimits {
        check("requestLineBytes", requestLineBytes);
        check("headerLineBytes", headerLineBytes);
        check("headersBytes", headersBytes);
        check("headerCount", headerCount);
        check("chunkExtensionBytes", chunkExtensionBytes);
        check("trailersBytes", trailersBytes);
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("bodyBytes " + bodyBytes);
        }
    }

    private static void check(String name, int value) {
        if (value < 0 || value > 1 << 30) {
            throw new IllegalArgumentException(name + " " + value);
        }
    }

    /** With this much for the first line. */
    public HttpLimits withRequestLineBytes(int value) {
        return new HttpLimits(
                value, headerLineBytes, headersBytes, headerCount, chunkExtensionBytes, trailersBytes, bodyBytes);
    }

    /** With this much for a header line. */
    public HttpLimits withHeaderLineBytes(int value) {
        return new HttpLimits(
                requestLineBytes, value, headersBytes, headerCount, chunkExtensionBytes, trailersBytes, bodyBytes);
    }

    /** With this much for all headers. */
    public HttpLimits withHeadersBytes(int value) {
        return new HttpLimits(
                requestLineBytes, headerLineBytes, value, headerCount, chunkExtensionBytes, trailersBytes, bodyBytes);
    }

    /** With this many headers. */
    public HttpLimits withHeaderCount(int value) {
        return new HttpLimits(
                requestLineBytes, headerLineBytes, headersBytes, value, chunkExtensionBytes, trailersBytes, bodyBytes);
    }

    /** With this much for the extensions of a chunk. */
    public HttpLimits withChunkExtensionBytes(int value) {
        return new HttpLimits(
                requestLineBytes, headerLineBytes, headersBytes, headerCount, value, trailersBytes, bodyBytes);
    }

    /** With this much for all trailers. */
    public HttpLimits withTrailersBytes(int value) {
        return new HttpLimits(
                requestLineBytes, headerLineBytes, headersBytes, headerCount, chunkExtensionBytes, value, bodyBytes);
    }

    /** With this much for the body. */
    public HttpLimits withBodyBytes(long value) {
        return new HttpLimits(
                requestLineBytes,
                headerLineBytes,
                headersBytes,
                headerCount,
                chunkExtensionBytes,
                trailersBytes,
                value);
    }
}
