// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import java.lang.foreign.MemorySegment;

/**
 * One method for each C function, under its C name; its section of the manual is the documentation. Answers what C
 * answers, or -errno. Memory is a segment, an offset and a length, checked here: below this line there are addresses.
 *
 * <p>Thread: any, each with an {@link Errno} of its own.
 */
public final class Libc {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int EPOLL_CLOEXEC = 0x80000;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    public static final int EFD_NONBLOCK = 0x800;
    public static final int EFD_CLOEXEC = 0x80000;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int FD_CLOEXEC = 1;
    public static final int SIOCOUTQ = 0x5411;
    public static final int O_NONBLOCK = 0x800;
    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_TYPE = 3;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_LINGER = 13;
    public static final int SO_REUSEPORT = 15;
    public static final int SO_ACCEPTCONN = 30;
    public static final int IPPROTO_IP = 0;
    public static final int IP_TOS = 1;
    public static final int IPPROTO_TCP = 6;
    public static final int TCP_NODELAY = 1;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPV6_V6ONLY = 26;
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_POPULATE = 0x8000;

    private static final MemorySegment ACCEPT4 = Downcall.function("accept4");
    private static final MemorySegment BIND = Downcall.function("bind");
    private static final MemorySegment CLOSE = Downcall.function("close");
    private static final MemorySegment CONNECT = Downcall.function("connect");
    private static final MemorySegment EPOLL_CREATE1 = Downcall.function("epoll_create1");
    private static final MemorySegment EPOLL_CTL = Downcall.function("epoll_ctl");
    private static final MemorySegment EVENTFD = Downcall.function("eventfd");
    private static final MemorySegment FCNTL = Downcall.function("fcntl");
    private static final MemorySegment GETSOCKNAME = Downcall.function("getsockname");
    private static final MemorySegment GETPEERNAME = Downcall.function("getpeername");
    private static final MemorySegment GETSOCKOPT = Downcall.function("getsockopt");
    private static final MemorySegment IOCTL = Downcall.function("ioctl");
    private static final MemorySegment LISTEN = Downcall.function("listen");
    private static final MemorySegment MMAP = Downcall.function("mmap");
    private static final MemorySegment MUNMAP = Downcall.function("munmap");
    private static final MemorySegment READ = Downcall.function("read");
    private static final MemorySegment SETSOCKOPT = Downcall.function("setsockopt");
    private static final MemorySegment SHUTDOWN = Downcall.function("shutdown");
    private static final MemorySegment SOCKET = Downcall.function("socket");
    private static final MemorySegment SOCKETPAIR = Downcall.function("socketpair");
    private static final MemorySegment SYSCALL = Downcall.function("syscall");
    private static final MemorySegment WRITE = Downcall.function("write");

    // What every message needs goes to the kernel directly: these functions of the C library are cancellation points
    // (pthreads(7)), and announce themselves as such with two atomic operations for each call, 1 to 2 % of an echo
    private static final int SYS_SENDTO = Platform.isX86() ? 44 : 206;
    private static final int SYS_RECVFROM = Platform.isX86() ? 45 : 207;
    private static final int SYS_SENDMSG = Platform.isX86() ? 46 : 211;
    private static final int SYS_EPOLL_PWAIT = Platform.isX86() ? 281 : 22;
    private static final long SIGNAL_SET_BYTES = 8;

    // x86-64 and aarch64 have the same numbers from 424 on
    private static final int SYS_IO_URING_SETUP = 425;
    private static final int SYS_IO_URING_ENTER = 426;
    private static final int SYS_IO_URING_REGISTER = 427;
    private static final int SYS_EPOLL_PWAIT2 = 441;

    private Libc() {}

    // ---- sockets

    public static int socket(Errno errno, int domain, int type, int protocol) {
        return errno.orResult(call(SOCKET, errno, domain, type, protocol, 0, 0));
    }

    /** Two descriptors, as ints, in {@code pair}. */
    public static int socketpair(Errno errno, int domain, int type, int protocol, MemorySegment pair) {
        return errno.orResult(call(SOCKETPAIR, errno, domain, type, protocol, at(pair, 0, 2 * Integer.BYTES), 0));
    }

    public static int bind(Errno errno, int fd, MemorySegment address, int length) {
        return errno.orResult(call(BIND, errno, fd, at(address, 0, length), length, 0, 0));
    }

    public static int listen(Errno errno, int fd, int backlog) {
        return errno.orResult(call(LISTEN, errno, fd, backlog, 0, 0, 0));
    }

    public static int connect(Errno errno, int fd, MemorySegment address, int length) {
        return errno.orResult(call(CONNECT, errno, fd, at(address, 0, length), length, 0, 0));
    }

    /** {@code length} holds the room in {@code address} before, and the length of the address after. */
    public static int accept4(Errno errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        return errno.orResult(call(ACCEPT4, errno, fd, address.address(), at(length, 0, Integer.BYTES), flags, 0));
    }

    /** {@code length} as in {@link #accept4}. */
    public static int getsockname(Errno errno, int fd, MemorySegment address, MemorySegment length) {
        return errno.orResult(call(GETSOCKNAME, errno, fd, address.address(), at(length, 0, Integer.BYTES), 0, 0));
    }

    /** {@code length} as in {@link #accept4}. */
    public static int getpeername(Errno errno, int fd, MemorySegment address, MemorySegment length) {
        return errno.orResult(call(GETPEERNAME, errno, fd, address.address(), at(length, 0, Integer.BYTES), 0, 0));
    }

    /** {@code length} holds the room in {@code value} before, and its length after. */
    public static int getsockopt(
            Errno errno, int fd, int level, int option, MemorySegment value, MemorySegment length) {
        return errno.orResult(
                call(GETSOCKOPT, errno, fd, level, option, value.address(), at(length, 0, Integer.BYTES)));
    }

    public static int setsockopt(Errno errno, int fd, int level, int option, MemorySegment value, int length) {
        return errno.orResult(call(SETSOCKOPT, errno, fd, level, option, at(value, 0, length), length));
    }

    public static int shutdown(Errno errno, int fd, int how) {
        return errno.orResult(call(SHUTDOWN, errno, fd, how, 0, 0, 0));
    }

    // recv and send have no helper in between: C2 inlines 15 levels and no more, and where it cuts a helper off from
    // its method
    // handle each call makes a slice of the errno segment, 40 bytes of garbage

    public static int recv(Errno errno, int fd, MemorySegment buffer, long offset, int length, int flags) {
        long at = at(buffer, offset, length);
        try {
            return errno.orResult((long) Downcall.SEVEN.invokeExact(
                    SYSCALL, errno.segment, (long) SYS_RECVFROM, (long) fd, at, (long) length, (long) flags, 0L, 0L));
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    public static int send(Errno errno, int fd, MemorySegment buffer, long offset, int length, int flags) {
        long at = at(buffer, offset, length);
        try {
            return errno.orResult((long) Downcall.SEVEN.invokeExact(
                    SYSCALL, errno.segment, (long) SYS_SENDTO, (long) fd, at, (long) length, (long) flags, 0L, 0L));
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    /** Sends what the vector holds, from its first entry on. */
    public static int sendmsg(Errno errno, int fd, Iovec vector, int flags) {
        return errno.orResult(syscall(SYS_SENDMSG, errno, fd, vector.message(), flags, 0, 0, 0));
    }

    // ---- descriptors

    public static int close(Errno errno, int fd) {
        return errno.orResult(call(CLOSE, errno, fd, 0, 0, 0, 0));
    }

    public static int fcntl(Errno errno, int fd, int command, int argument) {
        return errno.orResult(call(FCNTL, errno, fd, command, argument, 0, 0));
    }

    /** With one int, in {@code value}. */
    public static int ioctl(Errno errno, int fd, int request, MemorySegment value) {
        return errno.orResult(call(IOCTL, errno, fd, request, at(value, 0, Integer.BYTES), 0, 0));
    }

    public static int read(Errno errno, int fd, MemorySegment buffer, int length) {
        return errno.orResult(call(READ, errno, fd, at(buffer, 0, length), length, 0, 0));
    }

    public static int write(Errno errno, int fd, MemorySegment buffer, int length) {
        return errno.orResult(call(WRITE, errno, fd, at(buffer, 0, length), length, 0, 0));
    }

    public static int eventfd(Errno errno, int initial, int flags) {
        return errno.orResult(call(EVENTFD, errno, initial, flags, 0, 0, 0));
    }

    // ---- epoll

    public static int epoll_create1(Errno errno, int flags) {
        return errno.orResult(call(EPOLL_CREATE1, errno, flags, 0, 0, 0, 0));
    }

    public static int epoll_ctl(Errno errno, int epfd, int operation, int fd, MemorySegment event) {
        return errno.orResult(call(EPOLL_CTL, errno, epfd, operation, fd, at(event, 0, EpollEvent.SIZE), 0));
    }

    /** The timeout is in milliseconds, -1 is for ever. */
    public static int epoll_wait(Errno errno, int epfd, MemorySegment events, int count, int timeoutMillis) {
        return errno.orResult(syscall(
                SYS_EPOLL_PWAIT,
                errno,
                epfd,
                at(events, 0, count * EpollEvent.SIZE),
                count,
                timeoutMillis,
                0,
                SIGNAL_SET_BYTES));
    }

    /** Linux 5.11. */
    public static int epoll_pwait2(Errno errno, int epfd, MemorySegment events, int count, MemorySegment timespec) {
        return errno.orResult(syscall(
                SYS_EPOLL_PWAIT2,
                errno,
                epfd,
                at(events, 0, count * EpollEvent.SIZE),
                count,
                at(timespec, 0, Timespec.SIZE),
                0,
                0));
    }

    // ---- io_uring

    static int io_uring_setup(Errno errno, int entries, MemorySegment params) {
        return errno.orResult(syscall(SYS_IO_URING_SETUP, errno, entries, at(params, 0, UringParams.SIZE), 0, 0, 0, 0));
    }

    static int io_uring_enter(
            Errno errno, int fd, int toSubmit, int minComplete, int flags, MemorySegment argument, long length) {
        return errno.orResult(
                syscall(SYS_IO_URING_ENTER, errno, fd, toSubmit, minComplete, flags, argument.address(), length));
    }

    static int io_uring_register(Errno errno, int fd, int opcode, MemorySegment argument, int count) {
        return errno.orResult(syscall(SYS_IO_URING_REGISTER, errno, fd, opcode, argument.address(), count, 0, 0));
    }

    // ---- memory

    /** The address, or -1. */
    static long mmap(Errno errno, long length, int protection, int flags, int fd, long offset) {
        return call(MMAP, errno, 0, length, protection, flags, fd, offset);
    }

    static int munmap(Errno errno, long address, long length) {
        return errno.orResult(call(MUNMAP, errno, address, length, 0, 0, 0));
    }

    private static long at(MemorySegment segment, long offset, long length) {
        if (offset < 0 || length < 0 || offset > segment.byteSize() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + segment);
        }
        return segment.address() + offset;
    }

    private static long call(MemorySegment function, Errno errno, long a, long b, long c, long d, long e) {
        return call(function, errno, a, b, c, d, e, 0);
    }

    private static long call(MemorySegment function, Errno errno, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Downcall.SEVEN.invokeExact(function, errno.segment, a, b, c, d, e, f, 0L);
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    private static long syscall(long number, Errno errno, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Downcall.SEVEN.invokeExact(SYSCALL, errno.segment, number, a, b, c, d, e, f);
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }
}
