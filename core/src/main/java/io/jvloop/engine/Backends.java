// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.Backend;
import io.jvloop.BackendStatus;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.Result;
import io.jvloop.io.epoll.EpollIo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which kernels can be had, and which one is taken. */
final class Backends {
    private Backends() {}

    /** A kernel, and why it is this one. */
    record Choice(Io io, Backend backend, String detail) {}

    static Choice open(Backend wanted) {
        try {
            Io io = wanted == Backend.IO_URING
                    ? new io.jvloop.io.uring.UringIo()
                    : wanted == Backend.NIO ? new io.jvloop.io.nio.NioIo() : new EpollIo();
            return new Choice(io, wanted == Backend.AUTO ? Backend.EPOLL : wanted, io.detail());
        } catch (IoFailure failure) {
            throw new UnsupportedOperationException(Result.describe(failure.result()), failure);
        }
    }

    static List<BackendStatus> status() {
        return new ArrayList<>();
    }

    static @Nullable String none() {
        return null;
    }
}
