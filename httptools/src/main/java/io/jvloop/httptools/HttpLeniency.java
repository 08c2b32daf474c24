// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * What a parser takes although it should not. All are off by default; the first eleven are llhttp's, by name.
 *
 * <p>Nearly all of them let two programs on one connection disagree about where a message ends, which is what request
 * smuggling and cache poisoning live on. Turn one on for a peer that you know, never for everybody.
 */
public enum HttpLeniency {
    /**
     * Any byte but CR, LF in a header value, folded lines, spaces between a name and its colon, one before the first
     * header. Danger: a value that another program reads as two headers.
     */
    HEADERS,
    /**
     * Content-Length beside Transfer-Encoding, which then wins; Transfer-Encoding that does not end in chunked in a
     * request, whose body then lasts to the end of the input. Danger: the classic request smuggling.
     */
    CHUNKED_LENGTH,
    /** Further messages after one that closes the connection. Danger: cache poisoning. */
    KEEP_ALIVE,
    /**
     * Transfer-Encoding twice, in HTTP/1.0, with something after chunked, or without chunked in a request. Danger:
     * request smuggling.
     */
    TRANSFER_ENCODING,
    /** Any version of two digits. Danger: rules of a version that this parser does not know. */
    VERSION,
    /** Drops what comes after a message that closes the connection. Danger: hides that a peer is confused. */
    DATA_AFTER_CLOSE,
    /**
     * A lone CR at the end of the first line, of the empty line, of a chunk's line. Danger: a CR that another program
     * takes as part of the line.
     */
    OPTIONAL_LF_AFTER_CR,
    /** Chunks without CR, LF behind their data. Danger: request smuggling by a chunk of a wrong size. */
    OPTIONAL_CRLF_AFTER_CHUNK,
    /** A lone LF at the end of any line. Danger: a line that another program does not see end. */
    OPTIONAL_CR_BEFORE_LF,
    /** White space after the size of a chunk. Danger: a size that another program reads otherwise. */
    SPACES_AFTER_CHUNK_SIZE,
    /** Control bytes but NUL, CR, LF in a header value. Danger: terminals and logs that obey them. */
    HEADER_VALUE_RELAXED,
    /**
     * Any token as a method; {@link HttpRequestParser#method()} then is {@link HttpMethod#UNKNOWN}. A server answers 501.
     * Not dangerous for a parser, but for a program that believes a list of methods complete.
     */
    UNKNOWN_METHODS,
    /**
     * The bytes <code>" # &lt; &gt; \ ^ ` { | }</code> anywhere in a request target, which browsers send and RFC 3986
     * forbids, and {@code *} with any method. Danger: two programs that cut the target differently.
     */
    URL_CHARACTERS;

    @SuppressWarnings("EnumOrdinal") // never leaves the process
    int bit() {
        return 1 << ordinal();
    }
}
