// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.UnixAddress;
import io.jvloop.httptools.HttpLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpServer} listens, and what it puts up with. A time of zero is no limit.
 *
 * @param host a name or an address; the empty string is every interface
 * @param port 0 for any free one
 * @param unix listens on this UNIX socket instead
 * @param backlog connections that the kernel keeps for a server that has not accepted them yet
 * @param limits how large requests may be: 414, 431 or 413 beyond
 * @param headTimeout how long the head of a request may take from its first byte on: 408, and the connection is closed
 * @param idleTimeout how long a connection stays open without a request
 * @param bodyTimeout how long a body may make no progress: one that is read (408), or one that the client does not read
 *     (aborted)
 * @param halfClosedTimeout how long a client that has ended its stream waits for its answer, or the next piece of it. Such a
 *     client may still read; but most have gone, and nothing else tells. When it is over the response is aborted
 */
public record HttpServerOptions(
        String host,
        int port,
        @Nullable UnixAddress unix,
        int backlog,
        HttpLimits limits,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration halfClosedTimeout) {
    /** 127.0.0.1:8080, a backlog of 1024, the parser's limits with bodies of 1 MiB; 10, 60, 30 and 2 seconds. */
    public static final HttpServerOptions DEFAULT = new HttpServerOptions(
            "127.0.0.1",
            8080,
            null,
            1024,
            HttpLimits.DEFAULT.withBodyBytes(1 << 20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    /** Refuses negative times, and a port or a backlog that no system has. */
    public HttpServerOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + ": expected 1 or more");
        }
        check("headTimeout", headTimeout);
        check("idleTimeout", idleTimeout);
        check("bodyTimeout", bodyTimeout);
        check("halfClosedTimeout", halfClosedTimeout);
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.toDays() > 3650) {
            throw new IllegalArgumentException(name + " " + value + ": expected zero to ten years");
        }
    }

    /** On this host. */
    public HttpServerOptions withHost(String value) {
        return new HttpServerOptions(
                value, port, unix, backlog, limits, headTimeout, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** On this port. */
    public HttpServerOptions withPort(int value) {
        return new HttpServerOptions(
                host, value, unix, backlog, limits, headTimeout, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** On this UNIX socket; null for TCP. */
    public HttpServerOptions withUnix(@Nullable UnixAddress value) {
        return new HttpServerOptions(
                host, port, value, backlog, limits, headTimeout, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** With this backlog. */
    public HttpServerOptions withBacklog(int value) {
        return new HttpServerOptions(
                host, port, unix, value, limits, headTimeout, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** With these limits. */
    public HttpServerOptions withLimits(HttpLimits value) {
        return new HttpServerOptions(
                host, port, unix, backlog, value, headTimeout, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** With this much time for a head. */
    public HttpServerOptions withHeadTimeout(Duration value) {
        return new HttpServerOptions(
                host, port, unix, backlog, limits, value, idleTimeout, bodyTimeout, halfClosedTimeout);
    }

    /** With this much time between requests. */
    public HttpServerOptions withIdleTimeout(Duration value) {
        return new HttpServerOptions(
                host, port, unix, backlog, limits, headTimeout, value, bodyTimeout, halfClosedTimeout);
    }

    /** With this much time for the next piece of a body. */
    public HttpServerOptions withBodyTimeout(Duration value) {
        return new HttpServerOptions(
                host, port, unix, backlog, limits, headTimeout, idleTimeout, value, halfClosedTimeout);
    }

    /** With this much time for answers to those who may have gone. */
    public HttpServerOptions withHalfClosedTimeout(Duration value) {
        return new HttpServerOptions(host, port, unix, backlog, limits, headTimeout, idleTimeout, bodyTimeout, value);
    }
}
