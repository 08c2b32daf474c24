// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import java.lang.foreign.MemorySegment;

/**
 * An operation: knows how it is asked for, and what to do with the answer. It is in the kernel's hands from {@link
 * UringIo#submit} until a completion after which there are no more.
 */
abstract class Op {
    static final long NOT_SUBMITTED = -1;

    /** What the kernel knows it by while it has it. */
    long id = NOT_SUBMITTED;

    /** Whether it has been asked back. */
    boolean cancelling;

    final boolean isInKernel() {
        return id != NOT_SUBMITTED;
    }

    /** Writes the submission. */
    abstract void prepare(MemorySegment sqes, long at, long userData);

    /** One answer. After the last one it is no longer in the kernel's hands, and may be submitted again. */
    abstract void complete(int result, int flags);
}
