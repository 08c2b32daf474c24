// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Server;
import io.jvloop.UnixAddress;
import io.jvloop.httptools.HttpEvents;
import io.jvloop.httptools.HttpParserException;
import io.jvloop.httptools.HttpResponseParser;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.Serving;
import io.jvloop.testkit.SocketKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An HTTP server on the loop under test, and what is asked of it. */
final class Web {
    private final Rig rig;
    private final HttpServer server;
    private final Serving<HttpConnection> serving;

    private Web(Rig rig, HttpServer server) {
        this.rig = rig;
        this.server = server;
        this.serving = rig.serving(server.server());
    }

    /** Time does not matter: a fake kernel may let days pass between two bytes. */
    static final HttpServerOptions PATIENT = HttpServerOptions.DEFAULT
            .withHeadTimeout(Duration.ZERO)
            .withBodyTimeout(Duration.ZERO)
            .withIdleTimeout(Duration.ZERO)
            .withHalfClosedTimeout(Duration.ZERO);

    static Web serve(Rig rig, HttpHandler handler) {
        return serve(rig, PATIENT, handler);
    }

    static Web serve(Rig rig, HttpServerOptions options, HttpHandler handler) {
        HttpServerOptions where = rig.sockets() == SocketKind.UNIX
                ? options.withUnix((UnixAddress) rig.unusedAddress())
                : options.withPort(0);
        try {
            return new Web(rig, Objects.requireNonNull(rig.await(HttpServer.start(rig.loop(), where, handler))));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** One that answers everything with its method and target. */
    static void mirror(HttpRequest request, HttpResponse response) {
        response.send(request.toString());
    }

    /** A head: these lines, and the empty one. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    HttpServer server() {
        return server;
    }

    Server sockets() {
        return server.server();
    }

    Peer connect() {
        Peer peer = serving.connect();
        rig.runUntil("a client is connected", peer::isConnected);
        return peer;
    }

    /** Sends this on a new connection, and gives all that comes until the server closes. */
    String untilClosed(String request) {
        Peer peer = connect();
        peer.send(bytes(request));
        return untilClosed(peer);
    }

    String untilClosed(Peer peer) {
        rig.runUntil("the server closes", peer::isEnded);
        if (peer.failure() != null) {
            throw new AssertionError(peer.failure() + " after " + text(peer));
        }
        return withoutDate(text(peer));
    }

    /** As {@link #untilClosed(String)}, of a client that closes its side once the server has closed its own. */
    String untilClosedByBoth(String request) {
        Peer peer = connect();
        peer.send(bytes(request));
        rig.runUntil("the server closes after " + request, peer::isEof);
        peer.close();
        rig.runUntil("the connection is gone", () -> sockets().connectionCount() == 0);
        return withoutDate(text(peer));
    }

    /** Sends this on a new connection, and gives what comes with that many responses. */
    String answers(String request, int count) {
        Peer peer = connect();
        peer.send(bytes(request));
        return answers(peer, count);
    }

    String answers(Peer peer, int count) {
        Responses responses = new Responses();
        rig.runUntil(count + " responses", () -> responses.of(peer).size() >= count);
        return withoutDate(text(peer));
    }

    String answer(String request) {
        return answers(request, 1);
    }

    /** What was received, one character a byte. */
    static String text(Peer peer) {
        return new String(peer.received(), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String withoutDate(String text) {
        return text.replaceAll("Date: ..., .. ... .... ..:..:.. GMT\r\n", "");
    }

    /** The bodies of the responses that are complete. */
    static List<String> complete(byte[] received) {
        return new Responses().feed(received, 0);
    }

    /** Finds the bodies of responses. */
    private static final class Responses implements HttpEvents {
        private final HttpResponseParser parser = new HttpResponseParser(this);
        private final List<String> bodies = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private int fed;

        List<String> of(Peer peer) {
            return peer.receivedCount() == fed ? bodies : feed(peer.received(), fed);
        }

        List<String> feed(byte[] received, int from) {
            try {
                parser.feed(received, from, received.length - from);
            } catch (HttpParserException failure) {
                throw new AssertionError(new String(received, StandardCharsets.ISO_8859_1), failure);
            }
            fed = received.length;
            return bodies;
        }

        @Override
        public void messageBegin() {
            body.setLength(0);
        }

        @Override
        public void body(ByteBuffer data) {
            body.append(StandardCharsets.ISO_8859_1.decode(data));
        }

        @Override
        public void messageComplete() {
            bodies.add(body.toString());
        }
    }
}
