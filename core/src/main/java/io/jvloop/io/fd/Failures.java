// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.Result;
import io.jvloop.sys.Errno;

/** From Linux' error numbers to the contract's. */
public final class Failures {
    private Failures() {}

    /** The result for -errno. */
    public static int result(int negativeErrno) {
        int errno = -negativeErrno;
        return Result.of(error(errno), errno);
    }

    /** A count as it is, -errno as a result. */
    public static int resultOrCount(int answer) {
        return answer >= 0 ? answer : result(answer);
    }

    /** The answer of a call that opens something, if it is not -errno. */
    public static int check(int answer) throws IoFailure {
        if (answer < 0) {
            throw new IoFailure(result(answer));
        }
        return answer;
    }

    private static IoError error(int errno) {
        return switch (errno) {
            case Errno.EADDRINUSE -> IoError.ADDRESS_IN_USE;
            case Errno.EADDRNOTAVAIL -> IoError.ADDRESS_NOT_AVAILABLE;
            case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT -> IoError.ADDRESS_FAMILY_NOT_SUPPORTED;
            case Errno.EACCES, Errno.EPERM -> IoError.PERMISSION_DENIED;
            case Errno.ENOENT, Errno.ENOTDIR -> IoError.NO_SUCH_FILE;
            case Errno.ECONNREFUSED -> IoError.CONNECTION_REFUSED;
            case Errno.ECONNRESET -> IoError.CONNECTION_RESET;
            case Errno.ECONNABORTED -> IoError.CONNECTION_ABORTED;
            case Errno.EPIPE -> IoError.BROKEN_PIPE;
            case Errno.ENOTCONN -> IoError.NOT_CONNECTED;
            case Errno.ETIMEDOUT -> IoError.TIMED_OUT;
            case Errno.ENETUNREACH, Errno.ENETDOWN -> IoError.NETWORK_UNREACHABLE;
            case Errno.EHOSTUNREACH, Errno.EHOSTDOWN -> IoError.HOST_UNREACHABLE;
            case Errno.EMFILE, Errno.ENFILE -> IoError.OUT_OF_DESCRIPTORS;
            case Errno.ENOMEM, Errno.ENOBUFS -> IoError.OUT_OF_MEMORY;
            case Errno.EAGAIN -> IoError.WOULD_BLOCK;
            case Errno.ECANCELED -> IoError.CANCELLED;
            case Errno.EBADF -> IoError.BAD_DESCRIPTOR;
            case Errno.ENOTSOCK -> IoError.NOT_A_SOCKET;
            case Errno.EINVAL, Errno.EPROTOTYPE -> IoError.INVALID;
            case Errno.EOPNOTSUPP, Errno.ENOPROTOOPT, Errno.ENOSYS -> IoError.UNSUPPORTED;
            default -> IoError.OTHER;
        };
    }
}
