// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP/1 server on an event loop.
 *
 * <pre>
 * HttpServer        listens
 * HttpConnection    one connection: request, answer, request, answer; its end
 * Input, Patience   its bytes, and its time
 * Exchange          a request in work and its response, lent to whichever connection has one
 * RequestEvents     what the parser finds, and the rules that are a server's
 * HttpRequest, Head, RequestBody, BodyPieces, WholeBody          what a handler reads
 * HttpResponse, ResponseFields, ResponseWriter, ResponseHead     what it writes
 * ServerContext, Deadlines, Ticks, DateLine, Texts               what all connections share
 * </pre>
 */
package io.jvloop.http;
