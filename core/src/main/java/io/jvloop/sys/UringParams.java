// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct io_uring_params, with the struct io_sqring_offsets and io_cqring_offsets inside (io_uring_setup(2)). */
public final class UringParams {
    private static final StructLayout SQ_OFFSETS = structLayout(
            JAVA_INT.withName("head"),
            JAVA_INT.withName("tail"),
            JAVA_INT.withName("ring_mask"),
            JAVA_INT.withName("ring_entries"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("dropped"),
            JAVA_INT.withName("array"),
            JAVA_INT.withName("resv1"),
            JAVA_LONG.withName("user_addr"));
    private static final StructLayout CQ_OFFSETS = structLayout(
            JAVA_INT.withName("head"),
            JAVA_INT.withName("tail"),
            JAVA_INT.withName("ring_mask"),
            JAVA_INT.withName("ring_entries"),
            JAVA_INT.withName("overflow"),
            JAVA_INT.withName("cqes"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("resv1"),
            JAVA_LONG.withName("user_addr"));
    static final StructLayout LAYOUT = structLayout(
            JAVA_INT.withName("sq_entries"),
            JAVA_INT.withName("cq_entries"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("sq_thread_cpu"),
            JAVA_INT.withName("sq_thread_idle"),
            JAVA_INT.withName("features"),
            JAVA_INT.withName("wq_fd"),
            sequenceLayout(3, JAVA_INT).withName("resv"),
            SQ_OFFSETS.withName("sq_off"),
            CQ_OFFSETS.withName("cq_off"));

    static final long SIZE = LAYOUT.byteSize();

    private final MemorySegment memory;

    public UringParams(Arena arena, int flags, int completions) {
        memory = arena.allocate(LAYOUT);
        memory.set(JAVA_INT, offset("flags"), flags);
        memory.set(JAVA_INT, offset("cq_entries"), completions);
    }

    public MemorySegment memory() {
        return memory;
    }

    public int flags() {
        return memory.get(JAVA_INT, offset("flags"));
    }

    public int features() {
        return memory.get(JAVA_INT, offset("features"));
    }

    public int submissionEntries() {
        return memory.get(JAVA_INT, offset("sq_entries"));
    }

    public int completionEntries() {
        return memory.get(JAVA_INT, offset("cq_entries"));
    }

    /** Where in the ring's memory this part of the submission queue is, by its name in io_sqring_offsets. */
    public int submissionOffset(String part) {
        return memory.get(JAVA_INT, offset("sq_off", part));
    }

    /** Where in the ring's memory this part of the completion queue is, by its name in io_cqring_offsets. */
    public int completionOffset(String part) {
        return memory.get(JAVA_INT, offset("cq_off", part));
    }

    private static long offset(String... path) {
        PathElement[] elements = new PathElement[path.length];
        for (int i = 0; i < path.length; i++) {
            elements[i] = groupElement(path[i]);
        }
        return LAYOUT.byteOffset(elements);
    }
}
