// SPDX-License-Identifier: Apache-2.0
import static io.jvloop.task.Tasks.*;
import io.jvloop.stream.*;

void main() throws Exception {
    run(() -> await(Streams.startServer(this::echo, "127.0.0.1", 7777).serveForever()));
}

void echo(StreamReader reader, StreamWriter writer) throws IOException {
    reader.asInputStream().transferTo(writer.asOutputStream());
}
