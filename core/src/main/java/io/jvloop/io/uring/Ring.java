// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.IoFailure;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.Native;
import io.jvloop.sys.Errno;
import io.jvloop.sys.IoUring;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Mapping;
import io.jvloop.sys.UringCqe;
import io.jvloop.sys.UringParams;
import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The two queues that are shared with the kernel.
 *
 * <p>Each has a head and a tail that only grow. We write the submission queue's tail and the completion queue's head, the
 * kernel the other two. Whoever moves an index does so with release after having written or read the entry; whoever looks
 * at the other side's index does so with acquire. What is before our own index is ours, without a fence.
 *
 * <p>The ring is made disabled, so that whatever thread enables it is the one that it belongs to.
 *
 * <p>Thread: the loop's.
 */
final class Ring {
    private static final int ENTRIES = 256;
    private static final int COMPLETIONS = 8192;
    private static final int ALWAYS = IoUring.IORING_SETUP_CLAMP
            | IoUring.IORING_SETUP_CQSIZE
            | IoUring.IORING_SETUP_R_DISABLED
            | IoUring.IORING_SETUP_SUBMIT_ALL;
    private static final int DEFERRED =
            IoUring.IORING_SETUP_SINGLE_ISSUER | IoUring.IORING_SETUP_DEFER_TASKRUN | IoUring.IORING_SETUP_TASKRUN_FLAG;
    private static final int COOPERATIVE = IoUring.IORING_SETUP_COOP_TASKRUN | IoUring.IORING_SETUP_TASKRUN_FLAG;
    private static final int NEEDED =
            IoUring.IORING_FEAT_SINGLE_MMAP | IoUring.IORING_FEAT_NODROP | IoUring.IORING_FEAT_EXT_ARG;
    private static final int LOOK = IoUring.IORING_SQ_TASKRUN | IoUring.IORING_SQ_CQ_OVERFLOW;
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final Native c;
    private final int fd;
    private final boolean deferred;
    private final MemorySegment rings;
    private final MemorySegment sqes;
    private final MemorySegment cqes;
    private final IoUring.Deadline deadline;
    private final int entries;
    private final int submissionMask;
    private final int completionMask;
    private final long submissionHead;
    private final long submissionTail;
    private final long submissionFlags;
    private final long completionHead;
    private final long completionTail;
    private boolean enabled;

    /** Our side of the two queues. */
    private int tail;

    private int head;

    /** What the kernel has been told of. */
    private int submitted;

    Ring(Native c, boolean defer) throws IoFailure {
        this.c = c;
        int flags = ALWAYS | (defer ? DEFERRED : COOPERATIVE);
        UringParams params = new UringParams(c.arena(), flags | IoUring.IORING_SETUP_NO_SQARRAY, COMPLETIONS);
        int answer = IoUring.setup(c.errno(), ENTRIES, params.memory());
        if (answer == -Errno.EINVAL) { // before 6.6
            params = new UringParams(c.arena(), flags, COMPLETIONS);
            answer = IoUring.setup(c.errno(), ENTRIES, params.memory());
        }
        fd = Failures.check(answer);
        deferred = defer;
        deadline = new IoUring.Deadline(c.arena());
        entries = params.submissionEntries();
        submissionMask = entries - 1;
        completionMask = params.completionEntries() - 1;
        submissionHead = params.submissionOffset("head");
        submissionTail = params.submissionOffset("tail");
        submissionFlags = params.submissionOffset("flags");
        completionHead = params.completionOffset("head");
        completionTail = params.completionOffset("tail");
        try {
            if ((params.features() & NEEDED) != NEEDED) {
                throw new IoFailure(Failures.result(-Errno.ENOSYS));
            }
            long array = params.submissionOffset("array");
            boolean hasArray = (params.flags() & IoUring.IORING_SETUP_NO_SQARRAY) == 0;
            long cqesAt = params.completionOffset("cqes");
            long cqesSize = params.completionEntries() * UringCqe.SIZE;
            long arrayEnd = hasArray ? array + (long) entries * Integer.BYTES : 0;
            rings = map(Math.max(cqesAt + cqesSize, arrayEnd), IoUring.IORING_OFF_SQ_RING);
            cqes = rings.asSlice(cqesAt, cqesSize);
            sqes = map(entries * UringSqe.SIZE, IoUring.IORING_OFF_SQES);
            for (int i = 0; hasArray && i < entries; i++) {
                rings.set(ValueLayout.JAVA_INT, array + (long) i * Integer.BYTES, i);
            }
        } catch (IoFailure failure) {
            Libc.close(c.errno(), fd);
            throw failure;
        }
    }

    private MemorySegment map(long length, long offset) throws IoFailure {
        MemorySegment mapped = Mapping.shared(c.errno(), c.arena(), fd, offset, length);
        if (mapped == null) {
            throw new IoFailure(Failures.result(-Errno.ENOMEM));
        }
        return mapped;
    }

    int fd() {
        return fd;
    }

    boolean isDeferred() {
        return deferred;
    }

    /** From now on it belongs to this thread. */
    void enable() {
        int answer = IoUring.enable(c.errno(), fd);
        if (answer < 0) {
            throw new IllegalStateException("io_uring_register(ENABLE_RINGS): " + Errno.name(-answer));
        }
        enabled = true;
    }

    // ---- submitting

    MemorySegment sqes() {
        return sqes;
    }

    /** Where in {@link #sqes} the next entry is written to, or -1 when the queue is full. Also of a task that the loop is lent to. */
    long next() {
        return isFull() ? -1 : (tail++ & submissionMask) * UringSqe.SIZE;
    }

    /** Has the kernel take what is queued, as much as it does: not all before the ring is enabled, or for want of memory. */
    void submit() {
        if (enabled) {
            enter(0, 0);
        }
    }

    private boolean isFull() {
        // SAFETY: acquire, so that the kernel has read the entry before it is written again
        return tail - submissionHead() == entries;
    }

    // ---- waiting

    /** Whether a poll that does not wait would find anything. */
    boolean hasNews() {
        // SAFETY: acquire, before the flags are read, as the kernel writes them after the completion
        if (tail != submitted || head != (int) INT.getAcquire(rings, completionTail)) {
            return true;
        }
        return ((int) INT.getAcquire(rings, submissionFlags) & LOOK) != 0;
    }

    /** Submits what is queued, and waits: 0 not at all, negative for ever. */
    void submitAndWait(long timeoutNanos) {
        if (timeoutNanos == 0) {
            enter(0, IoUring.IORING_ENTER_GETEVENTS);
        } else if (timeoutNanos < 0) {
            enter(1, IoUring.IORING_ENTER_GETEVENTS);
        } else {
            publish();
            int answer = IoUring.enter(
                    c.errno(), fd, tail - submitted, 1, IoUring.IORING_ENTER_GETEVENTS, deadline.set(timeoutNanos));
            entered(answer);
        }
    }

    private void enter(int minComplete, int flags) {
        publish();
        entered(IoUring.enter(c.errno(), fd, tail - submitted, minComplete, flags));
    }

    private void publish() {
        // SAFETY: release, so that the kernel sees the entries before the tail that is behind them
        INT.setRelease(rings, submissionTail, tail);
    }

    private void entered(int answer) {
        if (answer >= 0) {
            submitted += answer;
            return;
        }
        submitted = switch (-answer) {
            // the time is over, a signal came, or completions have to be taken first
            case Errno.ETIME, Errno.EINTR, Errno.EAGAIN, Errno.EBUSY -> submissionHead();
            default -> throw new IllegalStateException("io_uring_enter: " + Errno.name(-answer));
        };
    }

    /** What the kernel has taken of the submissions. */
    private int submissionHead() {
        return (int) INT.getAcquire(rings, submissionHead);
    }

    // ---- completing

    /** How many completions there are. */
    int completions() {
        // SAFETY: acquire, so that the entries before the tail are read after it
        return (int) INT.getAcquire(rings, completionTail) - head;
    }

    /** The completion queue. */
    MemorySegment cqes() {
        return cqes;
    }

    /** Where in {@link #cqes} the first completion is. */
    long first() {
        return (head & completionMask) * UringCqe.SIZE;
    }

    /** The first completion was read. */
    void advance() {
        // SAFETY: release, so that the kernel writes to the entry after it was read
        INT.setRelease(rings, completionHead, ++head);
    }

    void close() {
        Libc.close(c.errno(), fd);
    }
}
