// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;

/**
 * What a parser calls, in the order of the message. Every method does nothing unless overridden.
 *
 * <pre>
 * reset?                                                 before the second message and all after it
 * messageBegin
 *   method url protocol version  |  protocol version status      request | response
 *   header*
 * headersComplete
 *   body*  |  (chunkExtension* chunkHeader body* chunkComplete)*, the last chunk with trailer* and no body
 * messageComplete
 * </pre>
 *
 * <p>Memory: an {@link HttpText} arrives complete, however the input was cut, and is valid until the method returns.
 *
 * <p>From inside any of them the parser may be paused or stopped; it must not be fed, finished or reset. What a method
 * throws stops the parser: {@link HttpParser#feed(ByteBuffer)} throws it as the cause of an {@link HttpParserException}
 * (an {@link Error} as itself).
 */
public interface HttpEvents {
    /** Another message begins, after one that is complete: forget what was kept of that. */
    default void reset() throws Exception {}

    /** The first byte of a message is there. */
    default void messageBegin() throws Exception {}

    /** The method of a request, as {@link HttpRequestParser#method()} has it now. */
    default void method(HttpText method) throws Exception {}

    /** The target of a request, as sent. {@link HttpUrl} takes it apart. */
    default void url(HttpText url) throws Exception {}

    /** The word before the version: {@code HTTP}. */
    default void protocol(HttpText protocol) throws Exception {}

    /** The version, {@code 1.1}, as {@link HttpParser#versionMinor()} has it now. */
    default void version(HttpText version) throws Exception {}

    /** The reason phrase of a response, often empty; {@link HttpResponseParser#status()} has the number. */
    default void status(HttpText reason) throws Exception {}

    /** One header line, its value without the white space around it. */
    default void header(HttpText name, HttpText value) throws Exception {}

    /**
     * The head is complete: everything that the parser says of the message holds from here on. This is the place to
     * decline an upgrade, or to say that a response has no body.
     */
    default void headersComplete() throws Exception {}

    /**
     * Some bytes of the body, at least one.
     *
     * @param data the fed buffer itself (or the fed array, wrapped), its position and limit around these bytes until
     *     this method returns; the parser sets them back
     */
    default void body(ByteBuffer data) throws Exception {}

    /** One chunk extension, the value as sent (also its quotes), empty when there is none. */
    default void chunkExtension(HttpText name, HttpText value) throws Exception {}

    /** A chunk of this many bytes begins; 0 is the last chunk. */
    default void chunkHeader(long bytes) throws Exception {}

    /** The chunk is complete; for the last chunk, after its trailers. */
    default void chunkComplete() throws Exception {}

    /** One line after the last chunk. Not a header: merging the two is how smuggling gets past a check. */
    default void trailer(HttpText name, HttpText value) throws Exception {}

    /** The message is complete. */
    default void messageComplete() throws Exception {}
}
