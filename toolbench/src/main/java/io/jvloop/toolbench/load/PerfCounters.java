// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a HotSpot JVM publishes of itself in a file that is mapped to memory, as jstat(1) reads it: {@code hsperfdata_USER/PID} in
 * {@code /tmp}. The layout is that of its {@code perfMemory.hpp}, version 2: a prologue, then entries of any length, each with its
 * name and its value. Reading costs the JVM nothing.
 */
final class PerfCounters {
    private static final int MAGIC = 0xcafec0c0;
    private static final int PROLOGUE = 32;
    private static final int ENTRY = 20;

    private final ByteBuffer memory;
    private final Map<String, Integer> offsets = new HashMap<>();

    private PerfCounters(ByteBuffer memory) {
        this.memory = memory;
        boolean isLittle = memory.get(4) == 1;
        memory.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int entry = memory.getInt(24);
        for (int left = memory.getInt(28); left > 0 && entry + ENTRY <= memory.capacity(); left--) {
            boolean isLong = memory.getInt(entry + 8) == 0 && memory.get(entry + 12) == 'J';
            if (isLong) {
                offsets.put(name(entry + memory.getInt(entry + 4)), entry + memory.getInt(entry + 16));
            }
            entry += memory.getInt(entry);
        }
    }

    private String name(int from) {
        int end = from;
        while (memory.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - from];
        memory.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Of a process; empty if it is no JVM, or one that does not publish. */
    static Optional<PerfCounters> of(long pid) {
        boolean isJava = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/java"))
                .isPresent();
        if (!isJava) { // a file of that name would be an older process's
            return Optional.empty();
        }
        try (DirectoryStream<Path> users = Files.newDirectoryStream(Path.of("/tmp"), "hsperfdata_*")) {
            for (Path user : users) {
                Path file = user.resolve(String.valueOf(pid));
                if (Files.isReadable(file) && Files.size(file) > PROLOGUE) {
                    return read(file);
                }
            }
        } catch (IOException unreadable) {
            // as if it did not publish
        }
        return Optional.empty();
    }

    private static Optional<PerfCounters> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (isHole(channel)) {
                return Optional.empty();
            }
            ByteBuffer memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            boolean isKnown = memory.getInt(0) == MAGIC && memory.get(5) == 2;
            return isKnown ? Optional.of(new PerfCounters(memory)) : Optional.empty();
        }
    }

    /** On a full disk a JVM makes the file and writes nothing into it: to read that in memory is a fault. */
    private static boolean isHole(FileChannel file) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES);
        return file.read(magic, 0) < Integer.BYTES || magic.getInt(0) != MAGIC;
    }

    /** Its value at this moment; 0 if there is none. */
    long value(String name) {
        Integer offset = offsets.get(name);
        return offset == null ? 0 : memory.getLong(offset);
    }

    boolean has(String name) {
        return offsets.containsKey(name);
    }
}
