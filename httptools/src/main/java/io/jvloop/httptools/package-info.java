// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1 without a socket. {@link io.jvloop.httptools.HttpRequestParser} and {@link io.jvloop.httptools.HttpResponseParser}
 * take bytes as they come and tell {@link io.jvloop.httptools.HttpEvents} what they mean; {@link io.jvloop.httptools.HttpUrl}
 * takes a URL apart; {@link io.jvloop.httptools.HttpWriter} writes messages.
 */
package io.jvloop.httptools;
