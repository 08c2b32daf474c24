// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.SystemError;
import io.jvloop.UnixAddress;
import io.jvloop.io.IoError;
import io.jvloop.io.Result;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** From results to what people see: the JDK's exceptions, with the error number where there is one. */
final class NetErrors {
    private NetErrors() {}

    /** A system call on a socket has failed. */
    static IOException failed(String operation, int result) {
        String message = operation + ": " + words(result);
        int errno = Result.errno(result);
        return errno == 0 ? new SocketException(message) : new Socket(message, errno);
    }

    /** An attempt to connect, from this address if it was given, has failed. */
    static IOException connect(SocketAddress remote, @Nullable SocketAddress local, int result) {
        IoError error = Result.error(result);
        if (local != null && (error == IoError.ADDRESS_IN_USE || error == IoError.ADDRESS_NOT_AVAILABLE)) {
            return opening("connect to " + text(remote) + " from " + text(local), local, result, true);
        }
        return opening("connect to " + text(remote), remote, result, false);
    }

    /** An attempt to listen has failed. */
    static IOException bind(SocketAddress address, int result) {
        return opening("error while attempting to bind on address " + text(address), address, result, true);
    }

    /** A descriptor could not be taken over. */
    static IOException adopt(int descriptor, int result) {
        return failed("descriptor " + descriptor, result);
    }

    private static IOException opening(String what, SocketAddress address, int result, boolean binding) {
        IoError error = Result.error(result);
        int errno = Result.errno(result);
        String message = what + ": " + words(result);
        if (address instanceof UnixAddress unix && unix.isPath()) {
            if (error == IoError.PATH_TOO_LONG) {
                message += ", and this one has " + unix.bytes().length;
            }
            if (error == IoError.NO_SUCH_FILE) {
                return errno == 0
                        ? new NoSuchFileException(unix.toString(), null, message)
                        : new NoFile(unix.toString(), message, errno);
            }
            if (error == IoError.PERMISSION_DENIED) {
                return errno == 0
                        ? new AccessDeniedException(unix.toString(), null, message)
                        : new Denied(unix.toString(), message, errno);
            }
        }
        if (binding || error == IoError.ADDRESS_IN_USE || error == IoError.ADDRESS_NOT_AVAILABLE) {
            return errno == 0 ? new BindException(message) : new Bind(message, errno);
        }
        if (error == IoError.NETWORK_UNREACHABLE || error == IoError.HOST_UNREACHABLE) {
            return errno == 0 ? new NoRouteToHostException(message) : new NoRoute(message, errno);
        }
        return errno == 0 ? new ConnectException(message) : new Connect(message, errno);
    }

    private static String words(int result) {
        return Result.error(result) == IoError.OTHER && Result.errno(result) != 0
                ? "error number " + Result.errno(result)
                : Result.describe(result);
    }

    /** An address as people write it. */
    static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            String host = internet.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
        }
        return String.valueOf(address);
    }

    private static final class Socket extends SocketException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        Socket(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }

    private static final class Connect extends ConnectException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        Connect(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }

    private static final class Bind extends BindException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        Bind(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }

    private static final class NoRoute extends NoRouteToHostException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        NoRoute(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }

    private static final class NoFile extends NoSuchFileException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        NoFile(String file, String message, int errno) {
            super(file, null, message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }

    private static final class Denied extends AccessDeniedException implements SystemError {
        private static final long serialVersionUID = 1L;
        private final int errno;

        Denied(String file, String message, int errno) {
            super(file, null, message);
            this.errno = errno;
        }

        @Override
        public int errno() {
            return errno;
        }
    }
}
