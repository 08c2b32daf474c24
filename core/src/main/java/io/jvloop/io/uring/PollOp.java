// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/** Waits until a descriptor is ready, once. */
final class PollOp extends Op {
    private final int fd;
    private final int events;
    private final IntConsumer ready;

    /** Ready is told the events, or -errno. */
    PollOp(int fd, int events, IntConsumer ready) {
        this.fd = fd;
        this.events = events;
        this.ready = ready;
    }

    @Override
    void prepare(MemorySegment sqes, long at, long userData) {
        UringSqe.poll(sqes, at, fd, events, userData);
    }

    @Override
    void complete(int result, int flags) {
        ready.accept(result);
    }
}
