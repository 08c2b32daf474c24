// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Memory from mmap(2): a ring that is shared with the kernel, or plain pages. */
public final class Mapping {
    private Mapping() {}

    /**
     * Maps a descriptor's memory, shared; unmapped when the arena is closed. Null when the kernel refuses.
     */
    public static @Nullable MemorySegment shared(Errno errno, Arena arena, int fd, long offset, long length) {
        return map(
                arena,
                Libc.mmap(
                        errno,
                        length,
                        Libc.PROT_READ | Libc.PROT_WRITE,
                        Libc.MAP_SHARED | Libc.MAP_POPULATE,
                        fd,
                        offset),
                length);
    }

    /** Fresh pages, zero until they are touched; unmapped when the arena is closed. Null when there is no memory. */
    public static @Nullable MemorySegment pages(Errno errno, Arena arena, long length) {
        return map(
                arena,
                Libc.mmap(
                        errno, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0),
                length);
    }

    @SuppressWarnings("restricted") // the place where it is allowed: see the package
    private static @Nullable MemorySegment map(Arena arena, long address, long length) {
        if (address == -1) {
            return null;
        }
        // SAFETY: mmap has just answered with this many bytes at this address, nobody else has them, and they stay
        // until
        // the arena is closed, which is when no segment can be used any more
        return MemorySegment.ofAddress(address)
                .reinterpret(length, arena, pages -> Libc.munmap(new Errno(Arena.ofAuto()), pages.address(), length));
    }
}
