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
import io.jvloop.testkit.Faults;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.sim.SimIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import io.jvloop.testkit.sim.SimWorld;
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

    /** The fake one, with each of these seeds; they take turns in the kinds of sockets, and in how cruel it is. */
    public static List<Kernel> simulated(List<SocketKind> kinds, List<Long> seeds) {
        List<Kernel> all = new ArrayList<>();
        for (long seed : seeds) {
            SocketKind kind = kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
            String suffix = kinds.size() == 1 ? "" : ", " + kind;
            all.add(new Kernel("sim, seed " + seed + suffix, Backend.IO_URING, kind, seed, () -> simulated(seed)));
        }
        return all;
    }

    private static Kernel.Opened simulated(long seed) {
        Faults faults = switch ((int) Math.floorMod(seed / 2, 4L)) {
            case 0 -> Faults.NONE.withTurnNanos(1000);
            case 1 -> Faults.CRUEL.withoutFailures();
            default -> Faults.USUAL;
        };
        SimNetwork network = new SimNetwork(seed, faults);
        SimIo io = new SimIo(network);
        return new Kernel.Opened(SimParts.of(network, io), new SimWorld(network), network.trace()::length);
    }

    private static Kernel kernel(String name, String suffix, Backend backend, SocketKind kind, IoOpener opener) {
        return new Kernel(
                name + suffix,
                backend,
                kind,
                null,
                () -> new Kernel.Opened(EngineParts.of(opener.open(), name), new RealWorld(), null));
    }

    /** Whether it is a step that a backend falls back to. */
    public static boolean isVariant(Kernel kernel) {
        return kernel.name().contains(" without ");
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
