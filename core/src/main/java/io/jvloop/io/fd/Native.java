// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.sys.Errno;
import io.jvloop.sys.Iovec;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Sockaddr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * What the sockets of one loop share: the scratch memory of its system calls, of which each has done with it when it returns,
 * and which descriptors are theirs. Memory: of an arena that the loop closes last. Shared, as the loop may be made on one
 * thread and run on another.
 */
public final class Native implements AutoCloseable {
    /** As many slices as one send takes at most; more do not make it cheaper. */
    static final int SLICES_MAX = 64;

    private final Arena arena = Arena.ofShared();
    final Errno errno = new Errno(arena);
    final Sockaddr address = new Sockaddr(arena);
    final Iovec slices = new Iovec(arena, SLICES_MAX);
    final MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
    final MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);

    /** The descriptors of the loop's sockets, by number. */
    final BitSet used = new BitSet();

    /**
     * Makes a call that changes nothing, to see whether calls can be made.
     *
     * @throws LinkageError or {@link IllegalCallerException} when they cannot
     */
    public static void checkAccess() {
        try (Native c = new Native()) {
            Libc.close(c.errno, -1);
        }
    }

    /** For what lives as long as the loop. */
    public Arena arena() {
        return arena;
    }

    /** Where C leaves errno. */
    public Errno errno() {
        return errno;
    }

    @Override
    public void close() {
        arena.close();
    }
}
