// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * Why a parser refuses its input: llhttp's codes under llhttp's names, then the limits, which llhttp does not have.
 */
public enum HttpError {
    /** A CR without its LF, or a byte that has no place in a chunk extension. */
    STRICT,
    /** A header line whose CR is not followed by LF. */
    LF_EXPECTED,
    /** A second Content-Length. */
    UNEXPECTED_CONTENT_LENGTH,
    /** Bytes after a message that closes the connection. */
    CLOSED_CONNECTION,
    /** A method that is not one, or is not known. */
    INVALID_METHOD,
    /** A request target with a byte, or of a form, that is not allowed. */
    INVALID_URL,
    /** Another protocol than HTTP. */
    INVALID_CONSTANT,
    /** Another version than 1.0 and 1.1, or something behind it. */
    INVALID_VERSION,
    /** A byte that is not allowed in a header's name or value, a missing colon, a folded line. */
    INVALID_HEADER_TOKEN,
    /** A Content-Length that is no number, is too large, or stands beside a Transfer-Encoding. */
    INVALID_CONTENT_LENGTH,
    /** A chunk size that is no hexadecimal number or is too large. */
    INVALID_CHUNK_SIZE,
    /** A status that is not three digits from 100 on, or what stands around it. */
    INVALID_STATUS,
    /** The input ended inside a message. */
    INVALID_EOF_STATE,
    /** A Transfer-Encoding that leaves the length of the body open. */
    INVALID_TRANSFER_ENCODING,
    /** {@link HttpEvents#messageBegin} threw. */
    CB_MESSAGE_BEGIN,
    /** {@link HttpEvents#headersComplete} threw. */
    CB_HEADERS_COMPLETE,
    /** {@link HttpEvents#messageComplete} threw. */
    CB_MESSAGE_COMPLETE,
    /** {@link HttpEvents#chunkHeader} threw. */
    CB_CHUNK_HEADER,
    /** {@link HttpEvents#chunkComplete} threw. */
    CB_CHUNK_COMPLETE,
    /** {@link HttpEvents#body} threw. */
    USER,
    /** An LF without its CR. */
    CR_EXPECTED,
    /** {@link HttpEvents#url} threw. */
    CB_URL_COMPLETE,
    /** {@link HttpEvents#status} threw. */
    CB_STATUS_COMPLETE,
    /** {@link HttpEvents#header} or {@link HttpEvents#trailer} threw. */
    CB_HEADER_VALUE_COMPLETE,
    /** A second space, or one after the start line. */
    UNEXPECTED_SPACE,
    /** {@link HttpEvents#reset} threw. */
    CB_RESET,
    /** {@link HttpEvents#method} threw. */
    CB_METHOD_COMPLETE,
    /** {@link HttpEvents#version} threw. */
    CB_VERSION_COMPLETE,
    /** {@link HttpEvents#chunkExtension} threw. */
    CB_CHUNK_EXTENSION_VALUE_COMPLETE,
    /** {@link HttpEvents#protocol} threw. */
    CB_PROTOCOL_COMPLETE,
    /** More than {@link HttpLimits#requestLineBytes}: a server answers 414. */
    LIMIT_REQUEST_LINE,
    /** More than {@link HttpLimits#headerLineBytes}: 431. */
    LIMIT_HEADER_LINE,
    /** More than {@link HttpLimits#headersBytes}: 431. */
    LIMIT_HEADERS,
    /** More than {@link HttpLimits#headerCount}: 431. */
    LIMIT_HEADER_COUNT,
    /** More than {@link HttpLimits#chunkExtensionBytes}: 400. */
    LIMIT_CHUNK_EXTENSION,
    /** More than {@link HttpLimits#trailersBytes}: 431. */
    LIMIT_TRAILERS,
    /** More than {@link HttpLimits#bodyBytes}: 413. */
    LIMIT_BODY
}
