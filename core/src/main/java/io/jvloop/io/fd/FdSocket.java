// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.UnixAddress;
import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ListenOptions;
import io.jvloop.sys.Errno;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Sockaddr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/** A socket's descriptor, and the calls that never wait. It is non-blocking, whoever opened it. */
public final class FdSocket {
    private final Native c;
    private final int fd;
    private boolean disowned;

    /** From now on the descriptor is this socket's, and cannot be adopted. */
    FdSocket(Native c, int fd) {
        this.c = c;
        this.fd = fd;
        c.used.set(fd);
    }

    /** Whether an answer of accept4(2) concerns only the connection that would have been accepted (accept(2)). */
    public static boolean isOfOneConnection(int negativeErrno) {
        return switch (-negativeErrno) {
            case Errno.EINTR,
                    Errno.ECONNABORTED,
                    Errno.EPROTO,
                    Errno.ENOPROTOOPT,
                    Errno.ENETDOWN,
                    Errno.ENETUNREACH,
                    Errno.EHOSTDOWN,
                    Errno.EHOSTUNREACH,
                    Errno.EPERM -> true;
            default -> false;
        };
    }

    /** Of a connection to this address: the options that one has which its listening socket had when the client connected. */
    public void prepare(SocketAddress listening, ListenOptions wanted) {
        if (listening instanceof InetSocketAddress) {
            try {
                FdSockets.prepareAccepted(options(), wanted);
            } catch (IoFailure gone) {
                // the client: its first receive will tell
            }
        }
    }

    /** Its number. */
    public int fd() {
        return fd;
    }

    /** Bytes taken, 0 when the kernel is full, or a failure. */
    public int send(MemorySegment memory, long offset, int length) {
        int sent;
        do {
            sent = Libc.send(c.errno, fd, memory, offset, length, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
        } while (sent == -Errno.EINTR);
        return sent >= 0 ? sent : refused(sent);
    }

    /** Bytes taken of as many slices as fit into one call, 0 when the kernel is full, or a failure. */
    public int send(Gather gather) {
        int count = Math.min(gather.count(), Native.SLICES_MAX);
        for (int i = 0; i < count; i++) {
            c.slices.set(i, gather.memory(i), gather.offset(i), gather.length(i));
        }
        c.slices.setCount(count);
        int sent;
        do {
            sent = Libc.sendmsg(c.errno, fd, c.slices, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
        } while (sent == -Errno.EINTR);
        return sent >= 0 ? sent : refused(sent);
    }

    private static int refused(int negativeErrno) {
        // ENOBUFS on a stream means that it would have to wait for memory: as good as full
        return negativeErrno == -Errno.EAGAIN ? 0 : Failures.result(negativeErrno);
    }

    /** Bytes read, 0 at the end of the stream, or -errno. */
    public int receive(MemorySegment memory, long offset, int length) {
        int received;
        do {
            received = Libc.recv(c.errno, fd, memory, offset, length, Libc.MSG_DONTWAIT);
        } while (received == -Errno.EINTR);
        return received;
    }

    /** What became of a connect that had to wait: 0 or a failure. */
    public int connectResult() {
        int answer = options().number(Libc.SOL_SOCKET, Libc.SO_ERROR);
        return answer == 0 ? 0 : Failures.result(answer < 0 ? answer : -answer);
    }

    /** Ends the outgoing direction: 0 or a failure. */
    public int shutdownOutput() {
        return Failures.resultOrCount(Libc.shutdown(c.errno, fd, Libc.SHUT_WR));
    }

    /** Ends both directions, whether or not there is somebody to notice. */
    public void shutdown() {
        if (!disowned) {
            Libc.shutdown(c.errno, fd, Libc.SHUT_RDWR);
        }
    }

    /** The descriptor is somebody else's, and is left alone from now on. */
    public void disown() {
        disowned = true;
        c.used.clear(fd);
    }

    /** Gives the descriptor back. */
    public void close() {
        if (!disowned) {
            c.used.clear(fd);
            // close(2): on Linux the descriptor is gone whatever the answer
            Libc.close(c.errno, fd);
        }
    }

    /** This side's address. */
    public @Nullable SocketAddress localAddress() {
        return localAddress(c, fd);
    }

    static @Nullable SocketAddress localAddress(Native c, int fd) {
        Sockaddr address = c.address.expect();
        int answer = Libc.getsockname(c.errno, fd, address.memory(), address.lengthMemory());
        return answer < 0 ? null : decode(address);
    }

    /** The other side's address, null when it is gone. */
    public @Nullable SocketAddress remoteAddress() {
        Sockaddr address = c.address.expect();
        int answer = Libc.getpeername(c.errno, fd, address.memory(), address.lengthMemory());
        return answer < 0 ? null : decode(address);
    }

    static @Nullable SocketAddress decode(Sockaddr address) {
        return switch (address.family()) {
            case Libc.AF_INET, Libc.AF_INET6 -> address.inet();
            case Libc.AF_UNIX -> UnixAddress.ofBytes(address.unix());
            default -> null;
        };
    }

    /** How many bytes the kernel holds for the other side (tcp(7), unix(7)); negative when it does not say. */
    public int queuedBytes() {
        int answer = Libc.ioctl(c.errno, fd, Libc.SIOCOUTQ, c.value);
        return answer < 0 ? answer : c.value.get(ValueLayout.JAVA_INT, 0);
    }

    /** The value of a socket option. */
    public <T> @Nullable T option(SocketOption<T> option) throws IoFailure {
        return options().get(option);
    }

    /** Sets a socket option. */
    public <T> void setOption(SocketOption<T> option, T value) throws IoFailure {
        options().set(option, value);
    }

    FdOptions options() {
        return new FdOptions(c, fd);
    }
}
