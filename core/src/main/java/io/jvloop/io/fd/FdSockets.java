// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.UnixAddress;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Result;
import io.jvloop.sys.Errno;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Sockaddr;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens sockets. What fails leaves nothing open. */
public final class FdSockets {
    private final Native c;

    /** For one loop. */
    public FdSockets(Native c) {
        this.c = c;
    }

    /** A socket that listens. */
    public FdSocket listen(SocketAddress address, ListenOptions options) throws IoFailure {
        FdSocket socket = open(address);
        try {
            if (address instanceof InetSocketAddress internet) {
                FdOptions on = socket.options();
                if (options.reuseAddress()) {
                    Failures.check(on.setNumber(Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1));
                }
                if (options.reusePort()) {
                    Failures.check(on.setNumber(Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1));
                }
                if (internet.getAddress() instanceof Inet6Address) {
                    Failures.check(on.setNumber(Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, options.ipv6Only() ? 1 : 0));
                }
                prepareAccepted(on, options);
            }
            Sockaddr encoded = encode(address);
            Failures.check(Libc.bind(c.errno, socket.fd(), encoded.memory(), encoded.length()));
            Failures.check(Libc.listen(c.errno, socket.fd(), options.backlog()));
            return socket;
        } catch (IoFailure failure) {
            socket.close();
            throw failure;
        }
    }

    /** On Linux an accepted socket inherits these from the one that listens, as that was when the client connected. */
    static void prepareAccepted(FdOptions on, ListenOptions options) throws IoFailure {
        if (options.noDelay()) {
            Failures.check(on.setNumber(Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1));
        }
        if (options.keepAlive()) {
            Failures.check(on.setNumber(Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, 1));
        }
    }

    /** A socket, and how its connect went: 0 done, {@link Result#error} WOULD_BLOCK under way, or another failure. */
    public record Connecting(FdSocket socket, int result, boolean underWay) {}

    /** Starts to connect. A failure of connect(2) itself is in the answer; the socket is the caller's to close. */
    public Connecting connect(SocketAddress remote, @Nullable SocketAddress local) throws IoFailure {
        FdSocket socket = open(remote);
        if (local != null) {
            try {
                Failures.check(socket.options().setNumber(Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1));
                Sockaddr encoded = encode(local);
                Failures.check(Libc.bind(c.errno, socket.fd(), encoded.memory(), encoded.length()));
            } catch (IoFailure failure) {
                socket.close();
                throw failure;
            }
        }
        Sockaddr encoded = encode(remote);
        int answer = Libc.connect(c.errno, socket.fd(), encoded.memory(), encoded.length());
        boolean underWay = answer == -Errno.EINPROGRESS || answer == -Errno.EINTR;
        return new Connecting(socket, Failures.resultOrCount(answer), underWay);
    }

    /** Two UNIX sockets that are connected to each other. */
    public List<FdSocket> pair() throws IoFailure {
        int type = Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
        Failures.check(Libc.socketpair(c.errno, Libc.AF_UNIX, type, 0, c.value));
        return List.of(
                new FdSocket(c, c.value.get(ValueLayout.JAVA_INT, 0)),
                new FdSocket(c, c.value.get(ValueLayout.JAVA_INT, Integer.BYTES)));
    }

    /** Accepts one connection: a descriptor or -errno. */
    public int accept(FdSocket listening) {
        Sockaddr address = c.address.expect();
        return Libc.accept4(
                c.errno,
                listening.fd(),
                address.memory(),
                address.lengthMemory(),
                Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
    }

    /** Around what {@link #accept} answered, or a kernel that accepts by itself. */
    public FdSocket accepted(int fd) {
        return new FdSocket(c, fd);
    }

    /** Who was accepted just now. */
    public @Nullable SocketAddress acceptedFrom() {
        return FdSocket.decode(c.address);
    }

    /** Somebody else's connected stream socket. */
    public FdSocket adoptStream(int fd) throws IoFailure {
        FdOptions on = stream(fd);
        if (on.number(Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN) == 1) {
            throw new IoFailure(Result.of(IoError.LISTENING, Errno.EINVAL));
        }
        Sockaddr address = c.address.expect();
        Failures.check(Libc.getpeername(c.errno, fd, address.memory(), address.lengthMemory()));
        if (FdSocket.decode(address) instanceof InetSocketAddress) {
            Failures.check(on.setNumber(Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1));
        }
        prepareAdopted(fd);
        return new FdSocket(c, fd);
    }

    /** Somebody else's bound stream socket, listening or not yet. */
    public FdSocket adoptListener(int fd, ListenOptions options) throws IoFailure {
        FdOptions on = stream(fd);
        if (on.number(Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN) == 0) {
            Sockaddr address = c.address.expect();
            int connected = Libc.getpeername(c.errno, fd, address.memory(), address.lengthMemory());
            if (connected >= 0) {
                throw new IoFailure(Result.of(IoError.CONNECTED, Errno.EINVAL));
            }
            Failures.check(Libc.listen(c.errno, fd, options.backlog()));
        }
        SocketAddress local = FdSocket.localAddress(c, fd);
        if (local == null) { // AF_VSOCK, for instance: a server has to say where it listens
            throw new IoFailure(Failures.result(-Errno.EAFNOSUPPORT));
        }
        if (local instanceof InetSocketAddress) {
            prepareAccepted(on, options);
        }
        prepareAdopted(fd);
        return new FdSocket(c, fd);
    }

    /** The options of somebody else's stream socket, which this loop does not use. */
    private FdOptions stream(int fd) throws IoFailure {
        if (fd < 0) {
            throw new IoFailure(Result.of(IoError.BAD_DESCRIPTOR, Errno.EBADF));
        }
        if (c.used.get(fd)) {
            throw new IoFailure(Result.of(IoError.USED_BY_LOOP, Errno.EBUSY));
        }
        FdOptions on = new FdOptions(c, fd);
        if (Failures.check(on.number(Libc.SOL_SOCKET, Libc.SO_TYPE)) != Libc.SOCK_STREAM) {
            throw new IoFailure(Result.of(IoError.NOT_A_STREAM, Errno.EPROTOTYPE));
        }
        return on;
    }

    private void prepareAdopted(int fd) throws IoFailure {
        int status = Failures.check(Libc.fcntl(c.errno, fd, Libc.F_GETFL, 0));
        Failures.check(Libc.fcntl(c.errno, fd, Libc.F_SETFL, status | Libc.O_NONBLOCK));
        int flags = Failures.check(Libc.fcntl(c.errno, fd, Libc.F_GETFD, 0));
        Failures.check(Libc.fcntl(c.errno, fd, Libc.F_SETFD, flags | Libc.FD_CLOEXEC));
    }

    private FdSocket open(SocketAddress address) throws IoFailure {
        int family;
        if (address instanceof UnixAddress) {
            family = Libc.AF_UNIX;
        } else if (address instanceof InetSocketAddress internet) {
            family = internet.getAddress() instanceof Inet6Address ? Libc.AF_INET6 : Libc.AF_INET;
        } else {
            throw new IllegalArgumentException("not an address of a socket: " + address);
        }
        int type = Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
        return new FdSocket(c, Failures.check(Libc.socket(c.errno, family, type, 0)));
    }

    private Sockaddr encode(SocketAddress address) {
        return address instanceof UnixAddress unix
                ? c.address.setUnix(unix.bytes())
                : c.address.set((InetSocketAddress) address);
    }
}
