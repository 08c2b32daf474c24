// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.Backend;
import io.jvloop.BackendStatus;
import io.jvloop.io.Io;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.Result;
import io.jvloop.io.epoll.EpollIo;
import io.jvloop.io.fd.Native;
import io.jvloop.io.nio.NioIo;
import io.jvloop.io.uring.SelfCheck;
import io.jvloop.io.uring.UringIo;
import io.jvloop.sys.Errno;
import io.jvloop.sys.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which kernels can be had here, and which one is taken. */
final class Backends {
    /** Incremental buffers. No bug is known since that touches what is used here: stream sockets, without bundles. */
    private static final int URING_GOOD_SINCE = 6012;

    private static final int URING_POSSIBLE_SINCE = 5019;

    private static final String NO_ACCESS = "native access is denied: start Java with --enable-native-access="
            + (Backends.class.getModule().isNamed() ? "io.jvloop" : "ALL-UNNAMED");

    private Backends() {}

    /** A kernel, its name, and why it is this one. */
    record Choice(Io io, Backend backend, String detail) {}

    /** A backend that cannot be had. */
    private static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unavailable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static Choice open(Backend wanted) {
        if (wanted == Backend.AUTO) {
            return auto();
        }
        try {
            Io io = openNamed(wanted);
            return new Choice(io, wanted, io.detail() + "; asked for by name");
        } catch (Unavailable refused) {
            throw new UnsupportedOperationException(
                    "the " + wanted.id() + " backend cannot be had here: " + refused.reason());
        }
    }

    private static Choice auto() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Backend candidate : List.of(Backend.IO_URING, Backend.EPOLL, Backend.NIO)) {
            try {
                Io io = candidate == Backend.IO_URING ? goodUring() : openNamed(candidate);
                return new Choice(io, candidate, io.detail() + said(reasons));
            } catch (Unavailable refused) {
                reasons.merge(refused.reason(), candidate.id(), (first, next) -> first + ", " + next);
            }
        }
        throw new UnsupportedOperationException("no backend can be had here" + said(reasons));
    }

    /** A reason that several have is said once. */
    private static String said(Map<String, String> reasons) {
        StringBuilder all = new StringBuilder();
        reasons.forEach(
                (reason, ids) -> all.append("; not ").append(ids).append(": ").append(reason));
        return all.toString();
    }

    /** io_uring as auto takes it: it must be known to be good, not only be there. */
    private static Io goodUring() throws Unavailable {
        if (Platform.isLinux() && Platform.kernelVersion() < URING_GOOD_SINCE) {
            throw new Unavailable(
                    "its incremental buffers need Linux 6.12, this is " + System.getProperty("os.version"));
        }
        UringIo io = openUring();
        String wrong = io.features().incremental() ? CheckedOnce.whatIsWrong() : "no incremental buffers";
        if (wrong != null) {
            io.close();
            throw new Unavailable(wrong);
        }
        return io;
    }

    /** Once for a JVM, when auto first gets that far; a lack of descriptors says nothing of the kernel, and is not remembered. */
    private static final class CheckedOnce {
        private static boolean isKnown;
        private static @Nullable String known;

        static synchronized @Nullable String whatIsWrong() {
            if (!isKnown) {
                try {
                    known = SelfCheck.whatIsWrong();
                    isKnown = true;
                } catch (IoFailure failure) {
                    return "its self-check failed: " + whyNoUring(failure);
                }
            }
            return known;
        }
    }

    private static Io openNamed(Backend backend) throws Unavailable {
        return switch (backend) {
            case AUTO -> throw new AssertionError("auto is a choice");
            case IO_URING -> openUring();
            case EPOLL -> openEpoll();
            case NIO -> openNio();
        };
    }

    private static UringIo openUring() throws Unavailable {
        checkNative();
        try {
            return new UringIo();
        } catch (IoFailure failure) {
            throw new Unavailable(whyNoUring(failure));
        }
    }

    private static String whyNoUring(IoFailure failure) {
        int errno = Result.errno(failure.result());
        String name = Errno.name(errno);
        if (errno == Errno.ENOSYS || errno == Errno.EINVAL) {
            return Platform.kernelVersion() < URING_POSSIBLE_SINCE
                    ? name + ": it needs Linux 5.19, this is " + System.getProperty("os.version")
                    : name + ": this kernel lacks it or a part of it, or a seccomp filter hides it";
        }
        if (errno == Errno.EPERM || errno == Errno.EACCES) {
            String disabled = readSysctl("kernel/io_uring_disabled");
            return switch (disabled) {
                case "1" ->
                    name + ": only for a group of users (sysctl kernel.io_uring_disabled is 1, see"
                            + " kernel.io_uring_group)";
                case "2" -> name + ": turned off (sysctl kernel.io_uring_disabled is 2)";
                default -> name + ": a seccomp filter does not let it through, as in most containers";
            };
        }
        if (errno == Errno.ENOMEM) {
            return name + ": no memory for its rings; the limit on locked memory (ulimit -l) may be too low";
        }
        return name;
    }

    private static String readSysctl(String name) {
        try {
            return Files.readString(Path.of("/proc/sys/" + name)).strip();
        } catch (IOException missing) {
            return "";
        }
    }

    private static Io openEpoll() throws Unavailable {
        checkNative();
        try {
            return new EpollIo();
        } catch (IoFailure failure) {
            throw new Unavailable(Errno.name(Result.errno(failure.result())));
        }
    }

    private static Io openNio() throws Unavailable {
        try {
            return new NioIo();
        } catch (IoFailure failure) {
            boolean files = Result.error(failure.result()) == IoError.OUT_OF_DESCRIPTORS;
            throw new Unavailable(files ? "too many open files" : String.valueOf(failure.getCause()));
        }
    }

    private static void checkNative() throws Unavailable {
        String unsupported = Platform.unsupported();
        if (unsupported != null) {
            throw new Unavailable(unsupported);
        }
        try {
            Native.checkAccess();
        } catch (LinkageError | IllegalCallerException denied) {
            throw new Unavailable(NO_ACCESS);
        }
    }

    static List<BackendStatus> status() {
        List<BackendStatus> all = new ArrayList<>();
        for (Backend backend : List.of(Backend.IO_URING, Backend.EPOLL, Backend.NIO)) {
            try (Io io = openNamed(backend)) {
                all.add(new BackendStatus(backend, true, io.detail()));
            } catch (Unavailable refused) {
                all.add(new BackendStatus(backend, false, refused.reason()));
            }
        }
        return all;
    }
}
