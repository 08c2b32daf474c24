// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several connections at once, each with as many bytes as it likes, written in random pieces. The first messages are answered one by
 * one; then all is written and the output shut down: the rest must come back, and after it the end.
 */
final class EchoCheck {
    private static final int[] SIZES = {1, 1000, 70_000, 1_000_000, 3_000_000};
    private static final int LINES_BYTES_MAX = 200_000;
    private static final int LINE_MAX = 2000;
    private static final int PIECE_MAX = 40_000;
    private static final int ONE_BY_ONE = 10;

    private final byte[] bytes;
    private final Wire wire;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private int received;

    private EchoCheck(byte[] bytes, Wire wire, Random random) {
        this.bytes = bytes;
        this.wire = wire;
        this.random = random;
    }

    static void run(Address address, boolean lines, Duration silence) throws Failed {
        long seed = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int size : SIZES) {
                Random random = new Random(seed + size);
                int most = lines ? Math.min(size, LINES_BYTES_MAX) : size;
                byte[] bytes = content(random, Math.max(1, most - random.nextInt(Math.max(1, most / 2))), lines);
                all.add(threads.submit(() -> {
                    connection(address, bytes, random, silence);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException wrong) {
            throw wrong.getCause() instanceof Failed failed
                    ? new Failed(failed.getMessage() + " (seed " + seed + ")")
                    : new Failed("the check itself failed: " + wrong.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Failed("it was stopped");
        }
    }

    /** Lines end with the last byte. */
    private static byte[] content(Random random, int size, boolean lines) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        if (lines) {
            int next = random.nextInt(LINE_MAX) + 1;
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) ('a' + (bytes[i] & 15));
                if (--next == 0 || i == size - 1) {
                    bytes[i] = '\n';
                    next = random.nextInt(LINE_MAX) + 1;
                }
            }
        }
        return bytes;
    }

    private static void connection(Address address, byte[] bytes, Random random, Duration silence) throws Failed {
        try (Wire wire = Wire.open(address, silence)) {
            EchoCheck check = new EchoCheck(bytes, wire, random);
            try {
                check.run();
            } catch (IOException failure) {
                String count = check.received + " of " + bytes.length + " bytes";
                throw new Failed(
                        wire.isSilent()
                                ? "silent for " + silence.toMillis() / 1000.0 + " s, after " + count
                                : "the connection was lost after " + count + ": " + failure.getMessage());
            }
        } catch (IOException failure) {
            throw new Failed("it cannot be connected to: " + failure.getMessage());
        }
    }

    private void run() throws IOException, Failed {
        int written = 0;
        for (int i = 0; i < ONE_BY_ONE && written < bytes.length; i++) {
            int end = endOfLine(written + Math.min(bytes.length - written, 1 + random.nextInt(LINE_MAX)));
            wire.write(bytes, written, end - written);
            written = end;
            receive(written);
        }
        int from = written;
        Thread writer = Thread.ofVirtual().start(() -> writeRest(from));
        receive(bytes.length);
        buffer.clear();
        int more = wire.read(buffer);
        if (more >= 0) {
            throw new Failed("it sends " + more + " bytes more than it got");
        }
        writer.interrupt();
    }

    /** Where a line ends, from there on: a server of lines answers no half ones. Bytes have none, and end anywhere. */
    private int endOfLine(int from) {
        if (bytes[bytes.length - 1] != '\n') {
            return from;
        }
        int end = from;
        while (bytes[end - 1] != '\n') {
            end++;
        }
        return end;
    }

    private void writeRest(int from) {
        try {
            for (int at = from; at < bytes.length; ) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(PIECE_MAX));
                wire.write(bytes, at, count);
                at += count;
            }
            wire.end();
        } catch (IOException seenByTheReader) {
            // what does not come back is missed there
        }
    }

    private void receive(int until) throws IOException, Failed {
        while (received < until) {
            buffer.clear();
            int count = wire.read(buffer);
            if (count < 0) {
                throw new Failed("it ended after " + received + " of " + bytes.length + " bytes");
            }
            for (int i = 0; i < count; i++, received++) {
                if (received == bytes.length) {
                    throw new Failed("it sends " + (count - i) + " bytes more than it got");
                }
                if (buffer.get(i) != bytes[received]) {
                    throw new Failed("byte " + received + " of " + bytes.length + " came back wrong");
                }
            }
        }
    }
}
