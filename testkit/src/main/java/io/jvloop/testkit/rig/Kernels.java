// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.Backend;
import io.jvloop.BackendStatus;
import io.jvloop.EventLoop;
import io.jvloop.engine.EngineParts;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.epoll.EpollIo;
import io.jvloop.io.nio.NioIo;
import io.jvloop.io.uring.UringFeatures;
import io.jvloop.io.uring.UringIo;
import io.jvloop.testkit.SocketKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All kernels that tests run on: each backend, each step that io_uring falls back to, and the fake one with many seeds. */
public final class Kernels {
    private static final List<BackendStatus> STATUS = EventLoop.backends();

    private Kernels() {}

    /** Opens a backend. */
    @FunctionalInterface
    private interface IoOpener {
        Io open() throws IoFailure;
    }

    /** io_uring as it is, and as it would be on older systems. */
    private static Map<String, UringFeatures> uring() {
        Map<String, UringFeatures> variants = new LinkedHashMap<>();
        variants.put("io_uring", UringFeatures.ALL);
        variants.put("io_uring without multishot", UringFeatures.ALL.withoutMultishot());
        variants.put("io_uring without buffer ring", UringFeatures.ALL.withoutBufferRing());
        variants.put("io_uring without incremental buffers", UringFeatures.ALL.withoutIncremental());
        variants.put("io_uring without DEFER_TASKRUN", UringFeatures.ALL.withoutDeferTaskrun());
        return variants;
    }

    /** The real ones, also those that cannot be had here: opening them says so. */
    public static List<Kernel> real(List<SocketKind> kinds) {
        List<Kernel> all = new ArrayList<>();
        for (SocketKind kind : kinds) {
            String suffix = kinds.size() == 1 ? "" : ", " + kind;
            uring().forEach((name, features) ->
                    all.add(kernel(name, suffix, Backend.IO_URING, kind, () -> new UringIo(features))));
            all.add(kernel("epoll", suffix, Backend.EPOLL, kind, EpollIo::new));
            all.add(kernel("nio", suffix, Backend.NIO, kind, NioIo::new));
        }
        return all;
    }

    private static Kernel kernel(String name, String suffix, Backend backend, SocketKind kind, IoOpener opener) {
        return new Kernel(
                name + suffix,
                backend,
                kind,
                null,
                () -> new Kernel.Opened(EngineParts.of(opener.open(), name), new RealWorld(), null));
    }

    /** Why this backend cannot be had here, or null if it can. */
    public static @Nullable String whyNot(Backend backend) {
        return STATUS.stream()
                .filter(status -> status.backend() == backend && !status.available())
                .map(BackendStatus::detail)
                .findFirst()
                .orElse(null);
    }
}
