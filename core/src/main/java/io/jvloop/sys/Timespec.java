// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct timespec, and struct __kernel_timespec, which is the same on 64-bit systems. */
public final class Timespec {
    public static final StructLayout LAYOUT = structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

    static final long SIZE = LAYOUT.byteSize();
    static final long NANOSECONDS = LAYOUT.byteOffset(groupElement("tv_nsec"));

    private Timespec() {}

    public static void set(MemorySegment timespec, long nanos) {
        timespec.set(JAVA_LONG, 0, nanos / 1_000_000_000);
        timespec.set(JAVA_LONG, NANOSECONDS, nanos % 1_000_000_000);
    }
}
