// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpMethod;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose head is complete, and valid: one of a known method, with one valid Host (or none in HTTP/1.0), in one
 * body whose end is known.
 *
 * <p>It belongs to its handler until the response is finished. After that it may stand for the next request of any
 * connection: Strings that were taken out of it may be kept, it itself not.
 *
 * <p>Thread: the loop's.
 */
public final class HttpRequest {
    final Head head;
    private HttpConnection connection;
    private final RequestBody body;
    private HttpMethod method = HttpMethod.UNKNOWN;
    private int versionMinor;
    private @Nullable String target;
    private @Nullable String path;

    HttpRequest(HttpConnection connection, Texts texts) {
        this.connection = connection;
        head = new Head(texts);
        body = new RequestBody(connection);
    }

    /** From now on it is of this connection. */
    void lend(HttpConnection to) {
        connection = to;
        body.lend(to);
    }

    /** Another request begins. */
    void begin() {
        head.clear();
        method = HttpMethod.UNKNOWN;
        target = null;
        path = null;
        body.begin();
    }

    /** Its head is complete. */
    void headComplete(HttpMethod newMethod, int newVersionMinor) {
        method = newMethod;
        versionMinor = newVersionMinor;
    }

    /** The method; never {@link HttpMethod#UNKNOWN} or {@link HttpMethod#CONNECT}, which are answered with 501. */
    public HttpMethod method() {
        return method;
    }

    /** The target as it was sent: {@code /search?q=x}. */
    public String target() {
        if (target == null) {
            target = head.target();
        }
        return target;
    }

    /**
     * The target without its query, and without {@code http://host} when it has that: {@code /search}. As it was sent:
     * neither are percent escapes decoded nor dots resolved.
     */
    public String path() {
        if (path == null) {
            path = head.path();
        }
        return path;
    }

    /** What stands behind the question mark, as it was sent; null without one. */
    public @Nullable String query() {
        int from = head.queryStart();
        return from < 0 ? null : head.query(from);
    }

    /** 1 of HTTP/1.1, 0 of HTTP/1.0. */
    public int versionMinor() {
        return versionMinor;
    }

    /** The value of the first header of this name, in whatever case; null without one. */
    public @Nullable String header(String name) {
        int index = head.find(name, 0);
        return index < 0 ? null : head.value(index);
    }

    /** The values of all headers of this name, in whatever case. */
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (int i = head.find(name, 0); i >= 0; i = head.find(name, i + 1)) {
            values.add(head.value(i));
        }
        return values;
    }

    /** How many headers there are. */
    public int headerCount() {
        return head.count();
    }

    /** The name of a header, as it was sent; the first has index 0. */
    public String headerName(int index) {
        return head.name(java.util.Objects.checkIndex(index, head.count()));
    }

    /** The value of a header; the first has index 0. */
    public String headerValue(int index) {
        return head.value(java.util.Objects.checkIndex(index, head.count()));
    }

    /** The body. Nothing of it is read before it is asked for. Trailers are checked, and dropped. */
    public RequestBody body() {
        return body;
    }

    /** Where it comes from, an {@link java.net.InetSocketAddress} or a {@link io.jvloop.UnixAddress}. */
    public @Nullable SocketAddress remoteAddress() {
        return connection.transport().remoteAddress();
    }

    @Override
    public String toString() {
        return method + " " + target();
    }
}
