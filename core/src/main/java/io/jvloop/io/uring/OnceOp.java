// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.Completion;
import io.jvloop.io.fd.Failures;
import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;

/** One receive or send on memory of the caller's, which is the kernel's until it completes. */
final class OnceOp extends Op {
    enum Kind {
        RECEIVE,
        SEND
    }

    private final Kind kind;
    private final int fd;
    private final MemorySegment memory;
    private final long offset;
    private final int length;
    private final Completion completion;
    private final Runnable ended;

    /** Ended is called before the completion. */
    OnceOp(Kind kind, int fd, MemorySegment memory, long offset, int length, Completion completion, Runnable ended) {
        this.kind = kind;
        this.fd = fd;
        this.memory = memory;
        this.offset = offset;
        this.length = length;
        this.completion = completion;
        this.ended = ended;
    }

    @Override
    void prepare(MemorySegment sqes, long at, long userData) {
        switch (kind) {
            case RECEIVE -> UringSqe.receive(sqes, at, fd, memory, offset, length, userData);
            case SEND -> UringSqe.send(sqes, at, fd, memory, offset, length, userData);
        }
    }

    @Override
    void complete(int result, int flags) {
        ended.run();
        completion.completed(Failures.resultOrCount(result));
    }
}
