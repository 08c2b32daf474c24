// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a failure that reached the loop's {@linkplain EventLoop#setExceptionHandler exception handler}
 * (the dictionary that asyncio hands to its handler). Immutable; the {@code with} methods return a copy.
 */
public final class ExceptionContext {
    private final String message;
    private final @Nullable Throwable exception;
    private @Nullable Handle handle;
    private @Nullable LoopFuture<?> future;
    private @Nullable Transport transport;
    private @Nullable BaseProtocol protocol;
    private @Nullable Server server;
    private @Nullable ExceptionContext first;
    private @Nullable Throwable origin;

    private ExceptionContext(String message, @Nullable Throwable exception) {
        this.message = message;
        this.exception = exception;
    }

    /** A context with the two things that most have. */
    public static ExceptionContext of(String message, @Nullable Throwable exception) {
        return new ExceptionContext(message, exception);
    }

    private ExceptionContext copy() {
        ExceptionContext copy = new ExceptionContext(message, exception);
        copy.handle = handle;
        copy.future = future;
        copy.transport = transport;
        copy.protocol = protocol;
        copy.server = server;
        copy.first = first;
        copy.origin = origin;
        return copy;
    }

    /** What happened, in a few words. */
    public String message() {
        return message;
    }

    /** What was thrown, if something was. */
    public @Nullable Throwable exception() {
        return exception;
    }

    /** The callback that threw. */
    public @Nullable Handle handle() {
        return handle;
    }

    /** With the callback that threw. */
    public ExceptionContext withHandle(@Nullable Handle value) {
        ExceptionContext copy = copy();
        copy.handle = value;
        return copy;
    }

    /** The future that failed. */
    public @Nullable LoopFuture<?> future() {
        return future;
    }

    /** With the future that failed. */
    public ExceptionContext withFuture(@Nullable LoopFuture<?> value) {
        ExceptionContext copy = copy();
        copy.future = value;
        return copy;
    }

    /** The connection that it happened on. */
    public @Nullable Transport transport() {
        return transport;
    }

    /** With the connection that it happened on. */
    public ExceptionContext withTransport(@Nullable Transport value) {
        ExceptionContext copy = copy();
        copy.transport = value;
        return copy;
    }

    /** The protocol whose callback threw. */
    public @Nullable BaseProtocol protocol() {
        return protocol;
    }

    /** With the protocol whose callback threw. */
    public ExceptionContext withProtocol(@Nullable BaseProtocol value) {
        ExceptionContext copy = copy();
        copy.protocol = value;
        return copy;
    }

    /** The server that it happened on. */
    public @Nullable Server server() {
        return server;
    }

    /** With the server that it happened on. */
    public ExceptionContext withServer(@Nullable Server value) {
        ExceptionContext copy = copy();
        copy.server = value;
        return copy;
    }

    /** When the exception handler itself threw: what it was called with. */
    public @Nullable ExceptionContext first() {
        return first;
    }

    /** With the failure that the exception handler was called with. */
    public ExceptionContext withFirst(@Nullable ExceptionContext value) {
        ExceptionContext copy = copy();
        copy.first = value;
        return copy;
    }

    /** In debug mode: an exception whose stack is the place where the callback, transport or server was made. */
    public @Nullable Throwable origin() {
        return origin;
    }

    /** With the place where it was made. */
    public ExceptionContext withOrigin(@Nullable Throwable value) {
        ExceptionContext copy = copy();
        copy.origin = value;
        return copy;
    }

    @Override
    public String toString() {
        StringJoiner parts = new StringJoiner(", ", message + " (", ")").setEmptyValue(message);
        add(parts, "handle", handle);
        add(parts, "future", future);
        add(parts, "protocol", protocol);
        add(parts, "transport", transport);
        add(parts, "server", server);
        add(parts, "while handling", first);
        return parts.toString();
    }

    private static void add(StringJoiner parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + ": " + value);
        }
    }
}
