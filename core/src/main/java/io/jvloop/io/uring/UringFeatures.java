// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.sys.UringSqe;

/**
 * What io_uring may use. What the kernel does not have is left out by itself; leaving more out is for tests, which run on
 * every step of the ladder.
 *
 * @param multishot streaming operations that the kernel repeats by itself, accepts and receives alike: 6.0
 * @param bufferRing memory from which the kernel picks when something arrives: 5.19
 * @param incremental large buffers that are filled bit by bit: 6.12
 * @param deferTaskrun completions only when the loop asks: 6.1
 */
public record UringFeatures(boolean multishot, boolean bufferRing, boolean incremental, boolean deferTaskrun) {
    /** Everything. */
    public static final UringFeatures ALL = new UringFeatures(true, true, true, true);

    /** What there may be of these on a kernel with this as its last operation. The rest shows when it is asked for. */
    UringFeatures knownTo(int lastOperation) {
        return lastOperation < UringSqe.IORING_OP_SEND_ZC ? withoutMultishot() : this;
    }

    /** Without operations that repeat. */
    public UringFeatures withoutMultishot() {
        return new UringFeatures(false, bufferRing, incremental, deferTaskrun);
    }

    /** Without memory that the kernel picks. */
    public UringFeatures withoutBufferRing() {
        return new UringFeatures(multishot, false, false, deferTaskrun);
    }

    /** With buffers that are used once. */
    public UringFeatures withoutIncremental() {
        return new UringFeatures(multishot, bufferRing, false, deferTaskrun);
    }

    /** With completions at any time. */
    public UringFeatures withoutDeferTaskrun() {
        return new UringFeatures(multishot, bufferRing, incremental, false);
    }
}
