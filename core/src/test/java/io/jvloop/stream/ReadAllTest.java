// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.task.Tasks;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading a stream to its end, when that is more than an array can hold: here, an array of a thousand bytes. */
@Timeout(60)
class ReadAllTest {
    private static final int ARRAY_MAX = 1_000;

    @Test
    void moreThanAnArrayCanHoldIsNotTakenForAWholeStream() throws Exception {
        OutOfMemoryError refused = assertThrows(OutOfMemoryError.class, () -> readAll(ARRAY_MAX + 1));
        assertEquals("the stream has more bytes than an array can hold", refused.getMessage());
    }

    @Test
    void asMuchAsAnArrayCanHoldIsReadToItsEnd() throws Exception {
        assertEquals(ARRAY_MAX, readAll(ARRAY_MAX));
        assertEquals(0, readAll(0));
    }

    private static int readAll(int sent) throws Exception {
        return Tasks.run(() -> {
            StreamServer server = Streams.startServer((_, writer) -> writer.write(new byte[sent]), "127.0.0.1", 0);
            int port = ((InetSocketAddress) server.addresses().getFirst()).getPort();
            try (StreamPair streams = Streams.openConnection("127.0.0.1", port)) {
                return streams.reader().readAll(ARRAY_MAX).length;
            } finally {
                server.close();
            }
        });
    }
}
