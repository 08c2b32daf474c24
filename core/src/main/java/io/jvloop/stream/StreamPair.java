// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

/**
 * Both halves of a connection.
 *
 * @param reader what comes in
 * @param writer what goes out
 */
public record StreamPair(StreamReader reader, StreamWriter writer) implements AutoCloseable {
    /** Closes the connection once everything written has left; does not wait for that. */
    @Override
    public void close() {
        writer.close();
    }
}
