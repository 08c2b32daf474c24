// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.startServer;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.run;

import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

class EchoStreams {
    static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (reader.read(buffer.clear()) >= 0) {
            writer.write(buffer.flip());
        }
    }

    static void main() throws Exception {
        run(() -> await(startServer(EchoStreams::echo, "127.0.0.1", 7777).serveForever()));
    }
}
