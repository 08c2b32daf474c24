// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static io.jvloop.testkit.streams.Octets.bytes;
import static io.jvloop.testkit.streams.Octets.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.stream.IncompleteReadException;
import io.jvloop.stream.LimitOverrunException;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** How the reader of a stream reads lines, and up to separators. */
@Timeout(60)
class StreamLinesTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(tasks = {CARRIED, LENT})
    void linesComeWithTheirEndsAsBytesAndWithoutAsText(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            seen.add(reader.readLine());
            seen.add(reader.readLine());
            seen.add(text(reader.readLineBytes()));
            seen.add(text(reader.readLineBytes()));
            for (String line : reader.lines()) {
                seen.add(line);
            }
            seen.add(reader.readLine());
            seen.add(text(reader.readLineBytes()));
        });
        Peer peer = served.connect();
        peer.send("one\ntwo\r\nthree\r\n\n\n\u00fcber\n\r\nlast");
        peer.shutdownOutput();
        assertNull(served.end());
        List<Object> expected = new ArrayList<>(List.of("one", "two", "three\r\n", "\n", "", "\u00fcber", "", "last"));
        expected.add(null);
        expected.add("");
        assertEquals(expected, seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void aLineIsLookedAtWhereItIs(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            for (ByteBuffer line = reader.readLineSlice(); line.hasRemaining(); line = reader.readLineSlice()) {
                assertTrue(line.isReadOnly());
                assertEquals(0, line.position());
                assertEquals(line.limit(), line.capacity());
                seen.add(line.remaining());
                writer.write(line);
            }
            assertEquals(0, reader.readLineSlice().remaining());
        });
        String sent = "one\ntwo\r\n\n" + "3".repeat(3_000) + "\n" + "4".repeat(20_000) + "\nlast";
        Peer peer = served.connect();
        peer.send(sent);
        peer.shutdownOutput();
        rig.runUntil(() -> peer.received().length == sent.length());
        assertNull(served.end());
        assertEquals(List.of(4, 5, 1, 3_001, 20_001, 4), seen);
        assertEquals(sent, text(peer.received()));
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void linesThatAreLookedAtStayUntilTheTaskWaits(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            while (reader.available() < 8) {
                yieldNow();
            }
            ByteBuffer first = reader.readLineSlice();
            ByteBuffer second = reader.readLineSlice();
            byte[] third = reader.readLineBytes();
            seen.add(text(bytes(first)) + text(bytes(second)) + text(third));
        });
        Peer peer = served.connect();
        peer.send("a\nbc\nde\n");
        assertNull(served.end());
        assertEquals(List.of("a\nbc\nde\n"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aLineThatIsTooLongToLookAtIsDropped(Rig rig) throws Exception {
        Served served = Served.by(rig, 100, (reader, _) -> {
            int dropped = 0;
            String line = "";
            while (!line.equals("next\n")) {
                try {
                    line = text(bytes(reader.readLineSlice()));
                    seen.add(line);
                } catch (LimitOverrunException tooLong) {
                    dropped++;
                }
            }
            assertTrue(dropped > 0);
        });
        Peer peer = served.connect();
        peer.send("x".repeat(1000) + "\nnext\n");
        assertNull(served.end());
        assertEquals("next\n", seen.getLast());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void ofSeveralSeparatorsTheOneThatEndsFirstCounts(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            seen.add(text(reader.readUntil(bytes("\r\n"), bytes("\n"))));
            seen.add(text(reader.readUntil(bytes("aab"), bytes("ab"))));
            seen.add(text(reader.readUntil(bytes("--end--"))));
            IncompleteReadException end =
                    assertThrows(IncompleteReadException.class, () -> reader.readUntil(bytes("never")));
            seen.add(text(end.partial()));
            assertEquals(-1, end.expected());
            assertTrue(reader.atEof());
        });
        Peer peer = served.connect();
        peer.send("line\r\nxaab-----end-- and nothing");
        peer.shutdownOutput();
        served.end();
        assertEquals(List.of("line\r\n", "xaab", "-----end--", " and nothing"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aSeparatorBeyondTheLimitLeavesTheBytes(Rig rig) throws Exception {
        Served served = Served.by(rig, 100, (reader, _) -> {
            LimitOverrunException before =
                    assertThrows(LimitOverrunException.class, () -> reader.readUntil(bytes("\n")));
            assertTrue(before.consumed() > 100);
            seen.add(text(reader.readExactly(500)));
            seen.add(text(reader.readUntil(bytes("\n"))));
        });
        Peer peer = served.connect();
        peer.send("x".repeat(500) + "y".repeat(100) + "\n");
        assertNull(served.end());
        assertEquals(List.of("x".repeat(500), "y".repeat(100) + "\n"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aLineThatIsTooLongIsDroppedAndTheNextOneIsRead(Rig rig) throws Exception {
        Served served = Served.by(rig, 100, (reader, _) -> {
            int dropped = 0;
            String line = "";
            while (!line.equals("next")) {
                try {
                    line = String.valueOf(reader.readLine());
                    seen.add(line);
                } catch (LimitOverrunException tooLong) {
                    dropped++;
                }
            }
            assertTrue(dropped > 0);
        });
        Peer peer = served.connect();
        peer.send("first\n" + "x".repeat(1000) + "\nnext\n");
        assertNull(served.end());
        assertEquals("first", seen.getFirst());
        assertEquals("next", seen.getLast());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aLineWithoutEndIsNotKeptWithoutEnd(Rig rig) throws Exception {
        Served served = Served.by(rig, 1000, (reader, _) -> {
            assertThrows(LimitOverrunException.class, reader::readLine);
            seen.add(reader.available());
        });
        Peer peer = served.connect();
        peer.send("x".repeat(100_000));
        assertNull(served.end());
        assertEquals(List.of(0), seen);
    }
}
