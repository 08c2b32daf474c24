// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.io.IoFailure;
import io.jvloop.sys.Errno;
import io.jvloop.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a loop that waits in the kernel: eventfd(2). The first wake-up since the loop last looked writes, the others see
 * that it has been done.
 *
 * <p>Thread: {@link #wake} any; the rest the loop's.
 */
public final class WakeupFd {
    private final Native c;
    private final int fd;
    private final MemorySegment one;
    private final MemorySegment count;
    private final Arena wakers = Arena.ofShared();
    private final Errno wakersErrno = new Errno(wakers);
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean closed;

    /** In the loop's memory. */
    public WakeupFd(Native c) throws IoFailure {
        this.c = c;
        fd = Failures.check(Libc.eventfd(c.errno, 0, Libc.EFD_NONBLOCK | Libc.EFD_CLOEXEC));
        one = wakers.allocate(ValueLayout.JAVA_LONG);
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        count = c.arena().allocate(ValueLayout.JAVA_LONG);
    }

    /** To be watched for reading. */
    public int fd() {
        return fd;
    }

    /** Where {@link #reset} reads to; io_uring may read there itself. */
    public MemorySegment count() {
        return count;
    }

    /** Makes the descriptor readable. */
    public void wake() {
        if (!woken.getAndSet(true)) {
            // the lock keeps the descriptor's number from being given away between the check and the write
            synchronized (this) {
                if (!closed) {
                    Libc.write(wakersErrno, fd, one, Long.BYTES);
                }
            }
        }
    }

    /** The loop is awake: takes the event off the descriptor. */
    public void reset() {
        Libc.read(c.errno, fd, count, Long.BYTES);
        rearm();
    }

    /** As {@link #reset}, when the event has been read by the kernel. */
    public void rearm() {
        woken.set(false);
    }

    /** Gives the descriptor back; wake-ups do nothing from now on. */
    public void close() {
        synchronized (this) {
            closed = true;
            Libc.close(c.errno, fd);
        }
        wakers.close();
    }
}
