// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What is served in straight-line code. A client that does not read is not read from: a write parks the task. */
final class StreamHandlers {
    private StreamHandlers() {}

    /** Sends back what it receives. */
    static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (ByteBuffer data = reader.readSlice(); data.hasRemaining(); data = reader.readSlice()) {
            writer.write(data);
        }
    }

    /** Sends back each line. */
    static void echoLines(StreamReader reader, StreamWriter writer) throws IOException {
        for (ByteBuffer line = reader.readLineSlice(); line.hasRemaining(); line = reader.readLineSlice()) {
            writer.write(line);
        }
    }
}
