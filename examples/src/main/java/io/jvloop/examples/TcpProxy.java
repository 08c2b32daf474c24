// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.stream.Streams.startServer;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.run;
import static io.jvloop.task.Tasks.taskGroup;

import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Two pumps for each connection. Whoever does not read slows the other side down; whoever ends his half has the other told. */
class TcpProxy {
    private static final int UPSTREAM_PORT = Integer.parseInt(System.getenv().getOrDefault("UPSTREAM_PORT", "8080"));

    static void main() throws Exception {
        run(() -> {
            var server = startServer(TcpProxy::connect, "127.0.0.1", 7777);
            await(server.serveForever());
        });
    }

    private static void connect(StreamReader reader, StreamWriter writer) throws Exception {
        try (var upstream = openConnection("127.0.0.1", UPSTREAM_PORT)) {
            taskGroup(group -> {
                var _ = group.createTask(() -> pump(reader, upstream.writer()));
                pump(upstream.reader(), writer);
            });
        }
    }

    private static void pump(StreamReader from, StreamWriter to) throws IOException {
        var buffer = ByteBuffer.allocateDirect(16 * 1024);
        while (from.read(buffer.clear()) >= 0) {
            to.write(buffer.flip());
        }
        to.writeEof();
    }
}
