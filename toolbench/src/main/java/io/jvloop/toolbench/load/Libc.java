// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * What the load asks of the kernel, under its names in C. Answers what C answers, or -errno.
 *
 * <p>Every function is called in one shape, all integers as {@code long}, as each shape costs the JVM some 20 ms. What every message
 * needs goes through syscall(2): glibc's own {@code recv}, {@code send} and {@code epoll_wait} are cancellation points and pay for it.
 *
 * <p>Thread: one, as there is one errno. Memory: native, and the caller's.
 */
@SuppressWarnings("restricted") // the place where C is called
final class Libc {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int IPPROTO_IP = 0;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_MOD = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINPROGRESS = 115;
    static final int CLOCK_PROCESS_CPUTIME = 2;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final long SIGNAL_SET_BYTES = 8;

    static final boolean IS_X86 = System.getProperty("os.arch").equals("amd64");
    private static final long SYS_SENDTO = IS_X86 ? 44 : 206;
    private static final long SYS_RECVFROM = IS_X86 ? 45 : 207;
    private static final long SYS_EPOLL_PWAIT = IS_X86 ? 281 : 22;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemorySegment SYSCALL = function("syscall");
    private static final MemorySegment BIND = function("bind");
    private static final MemorySegment CLOCK_GETCPUCLOCKID = function("clock_getcpuclockid");
    private static final MemorySegment CLOCK_GETTIME = function("clock_gettime");
    private static final MemorySegment CLOSE = function("close");
    private static final MemorySegment CONNECT = function("connect");
    private static final MemorySegment EPOLL_CREATE1 = function("epoll_create1");
    private static final MemorySegment EPOLL_CTL = function("epoll_ctl");
    private static final MemorySegment SETSOCKOPT = function("setsockopt");
    private static final MemorySegment SOCKET = function("socket");
    private static final MemorySegment STRERROR = function("strerror");

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));
    private static final MemorySegment ERRNO_AT = Arena.global().allocate(STATE);
    private static final MethodHandle SEVEN = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private Libc() {}

    static int socket(int domain, int type) {
        return result(call(SOCKET, domain, type, 0, 0, 0));
    }

    static int bind(int fd, MemorySegment address) {
        return result(call(BIND, fd, address.address(), address.byteSize(), 0, 0));
    }

    static int connect(int fd, MemorySegment address) {
        return result(call(CONNECT, fd, address.address(), address.byteSize(), 0, 0));
    }

    static int setsockopt(int fd, int level, int option, MemorySegment value) {
        return result(call(SETSOCKOPT, fd, level, option, value.address(), value.byteSize()));
    }

    static int close(int fd) {
        return result(call(CLOSE, fd, 0, 0, 0, 0));
    }

    static int epoll_create() {
        return result(call(EPOLL_CREATE1, EPOLL_CLOEXEC, 0, 0, 0, 0));
    }

    static int epoll_ctl(int epoll, int operation, int fd, MemorySegment event) {
        return result(call(EPOLL_CTL, epoll, operation, fd, event.address(), 0));
    }

    /** The answer is an error's number here, not -errno; the clock is written to four bytes. */
    static int clock_getcpuclockid(long pid, MemorySegment clock) {
        return (int) call(CLOCK_GETCPUCLOCKID, pid, clock.address(), 0, 0, 0);
    }

    /** Into a struct timespec. */
    static int clock_gettime(int clock, MemorySegment timespec) {
        return result(call(CLOCK_GETTIME, clock, timespec.address(), 0, 0, 0));
    }

    /** What an errno means, as the C library puts it. */
    static String strerror(int errno) {
        // SAFETY: the C library's own string, which ends with a zero; glibc's are shorter than this
        return MemorySegment.ofAddress(call(STRERROR, errno, 0, 0, 0, 0))
                .reinterpret(256)
                .getString(0);
    }

    // These call the kernel without a method in between: where the JIT compiler stops inlining, each call makes
    // garbage.

    /** Waits so many milliseconds at most; with 0 not at all. */
    static int epoll_wait(int epoll, MemorySegment events, int count, int timeoutMillis) {
        try {
            return result((long) SEVEN.invokeExact(
                    SYSCALL,
                    ERRNO_AT,
                    SYS_EPOLL_PWAIT,
                    (long) epoll,
                    events.address(),
                    (long) count,
                    (long) timeoutMillis,
                    0L,
                    SIGNAL_SET_BYTES));
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    /** Never waits. */
    static int recv(int fd, MemorySegment buffer) {
        try {
            return result((long) SEVEN.invokeExact(
                    SYSCALL,
                    ERRNO_AT,
                    SYS_RECVFROM,
                    (long) fd,
                    buffer.address(),
                    buffer.byteSize(),
                    (long) MSG_DONTWAIT,
                    0L,
                    0L));
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    /** Never waits. */
    static int send(int fd, MemorySegment buffer, long offset, long length) {
        if (offset < 0 || length < 0 || offset > buffer.byteSize() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + buffer);
        }
        try {
            return result((long) SEVEN.invokeExact(
                    SYSCALL,
                    ERRNO_AT,
                    SYS_SENDTO,
                    (long) fd,
                    buffer.address() + offset,
                    length,
                    (long) (MSG_DONTWAIT | MSG_NOSIGNAL),
                    0L,
                    0L));
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    private static int result(long answer) {
        int result = (int) answer;
        return result == -1 ? -ERRNO_AT.get(JAVA_INT, ERRNO) : result;
    }

    private static long call(MemorySegment function, long a, long b, long c, long d, long e) {
        try {
            return (long) SEVEN.invokeExact(function, ERRNO_AT, a, b, c, d, e, 0L, 0L);
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    private static MemorySegment function(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }
}
