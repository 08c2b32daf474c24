// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.startServer;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.run;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;

/**
 * A library that knows nothing but blocking streams (Gson, which has to be on the path) serves thousands of connections on one
 * thread, unchanged.
 */
class JsonOverStreams {
    static void main() throws Exception {
        run(() -> {
            var server = startServer(JsonOverStreams::add, "127.0.0.1", 7777);
            await(server.serveForever());
        });
    }

    private static void add(StreamReader reader, StreamWriter writer) throws Exception {
        var requests = new JsonStreamParser(new InputStreamReader(reader.asInputStream(), UTF_8));
        Writer answers = new OutputStreamWriter(writer.asOutputStream(), UTF_8);
        while (requests.hasNext()) {
            JsonObject request = requests.next().getAsJsonObject();
            request.addProperty(
                    "sum", request.get("a").getAsLong() + request.get("b").getAsLong());
            new Gson().toJson(request, answers);
            answers.append('\n').flush();
        }
    }
}
