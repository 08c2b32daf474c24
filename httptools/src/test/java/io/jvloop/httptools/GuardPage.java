// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own, as what it looks for kills it: inputs that end where a page begins that nobody may read.
 *
 * <p>{@code transcripts}: each transcript, whole, cut into two everywhere and byte by byte, each piece up to that page.
 * {@code beyond}: one whose limit is a byte too far.
 */
@SuppressWarnings("restricted")
final class GuardPage {
    private static final long PAGE = 4096;
    private static final int PAGES =
            32; // the largest transcript, that of the limit of all headers, has 64 KiB and some
    private static final int NOBODY = 0, READ_WRITE = 1 | 2; // PROT_*, mman(2)
    private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20; // MAP_*, of Linux

    private final MemorySegment memory;

    private GuardPage() throws Throwable {
        MethodHandle mmap = bind("mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        MethodHandle mprotect = bind("mprotect", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        long size = (PAGES + 1) * PAGE;
        MemorySegment mapped =
                (MemorySegment) mmap.invoke(MemorySegment.NULL, size, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        // SAFETY: what was just mapped, never unmapped; -1, for a failure, is not a multiple of the page
        memory = mapped.reinterpret(size);
        if (mapped.address() % PAGE != 0 || (int) mprotect.invoke(memory.asSlice(PAGES * PAGE), PAGE, NOBODY) != 0) {
            throw new AssertionError("mmap or mprotect failed");
        }
    }

    private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    public static void main(String[] args) throws Throwable {
        GuardPage guard = new GuardPage();
        if (args[0].equals("beyond")) {
            ByteBuffer input = guard.input(Ascii.bytes("GET / HTTP/1.1\r\n\r\n"), 0, 18);
            new HttpRequestParser(new HttpEvents() {}).feed(input);
            System.out.println("read up to the page");
            ByteBuffer reachable = guard.memory.asByteBuffer();
            new HttpRequestParser(new HttpEvents() {})
                    .feed(reachable.position((int) (PAGES * PAGE) - 18).limit((int) (PAGES * PAGE) + 1));
            System.out.println("read beyond it");
            return;
        }
        int inputs = 0;
        for (Transcript t : TranscriptTest.transcripts()) {
            int step = TranscriptTest.step(t);
            for (int cut = 0; cut <= t.bytes().length; cut += step) {
                guard.check(t, cut, t.bytes().length);
                inputs++;
            }
            guard.check(t, 1, 1);
        }
        System.out.println(inputs + " inputs");
    }

    /** In pieces: the first up to {@code cut}, the others of so many bytes. */
    private void check(Transcript t, int cut, int size) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(0, cut));
        for (int from = cut; from < t.bytes().length; from += size) {
            pieces.add(new Piece(from, Math.min(t.bytes().length, from + size)));
        }
        List<String> events = t.recording(false)
                .feed(() -> pieces.stream()
                        .map(piece -> input(t.bytes(), piece.from, piece.to))
                        .iterator());
        if (!events.equals(t.events())) {
            throw new AssertionError(t.name() + ", cut at " + cut + ": " + events);
        }
    }

    private record Piece(int from, int to) {}

    /** These bytes, directly in front of the page. */
    private ByteBuffer input(byte[] bytes, int from, int to) {
        MemorySegment place = memory.asSlice(PAGES * PAGE - (to - from), to - from);
        MemorySegment.copy(MemorySegment.ofArray(bytes), from, place, 0, to - from);
        return place.asByteBuffer();
    }
}
