// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

/** What a server does with a connection: a task of its own. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Serves one connection. When it ends, in whatever way, the connection is closed, once everything written has left. What it
     * throws is reported to the exception handler, unless it is the connection's own failure, also as a task group throws it, or
     * a request to cancel the task.
     */
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
}
