// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What is served in straight-line code. A client that does not read is not read from: a write parks the task. */
final class StreamHandlers {
    /** A connection's buffer: small as long as its messages are, as most connections do nothing most of the time. */
    private static final int SMALL_BYTES = 4 * 1024;

    private static final int LARGE_BYTES = 256 * 1024;

    private StreamHandlers() {}

    /** Sends back what it receives. */
    static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL_BYTES);
        while (reader.read(buffer) >= 0) {
            boolean isFull = !buffer.hasRemaining() && buffer.capacity() < LARGE_BYTES;
            writer.write(buffer.flip());
            buffer = isFull ? ByteBuffer.allocateDirect(buffer.capacity() * 4) : buffer.clear();
        }
    }

    /** Sends back each line. */
    static void echoLines(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] line = reader.readLineBytes(); line.length > 0; line = reader.readLineBytes()) {
            writer.write(line);
        }
    }
}
