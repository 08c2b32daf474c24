// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.startServer;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.run;

import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one says, all others hear. Nothing is locked: between two waits a task runs alone. One who does not listen holds up only
 * what is said to him.
 */
class ChatServer {
    private final Map<String, StreamWriter> present = new LinkedHashMap<>();

    static void main() throws Exception {
        run(() -> {
            var server = startServer(new ChatServer()::chat, "127.0.0.1", 7777);
            await(server.serveForever());
        });
    }

    private void chat(StreamReader reader, StreamWriter writer) throws IOException {
        writer.write("Your name? ");
        String name = reader.readLine();
        if (name == null || name.isBlank() || present.putIfAbsent(name, writer) != null) {
            writer.write("Another time, then.\n");
            return;
        }
        tell(name, name + " is here");
        try {
            for (String line : reader.lines()) {
                tell(name, name + ": " + line);
            }
        } finally {
            present.remove(name);
            tell(name, name + " has left");
        }
    }

    private void tell(String speaker, String text) {
        for (Map.Entry<String, StreamWriter> listener : List.copyOf(present.entrySet())) {
            if (!listener.getKey().equals(speaker)) {
                var _ = createTask(() -> say(listener.getValue(), text));
            }
        }
    }

    private static void say(StreamWriter listener, String text) {
        try {
            listener.write(text + "\n");
        } catch (IOException gone) {
            // his own task has noticed
        }
    }
}
