// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

/**
 * Both halves of a connection.
 *
 * @param reader the half that bytes come in by
 * @param writer the half that bytes go out by
 */
public record StreamPair(StreamReader reader, StreamWriter writer) implements AutoCloseable {
    /** Closes the connection once everything written has left; does not wait for that. */
    @Override
    public void close() {
        writer.close();
    }
}
