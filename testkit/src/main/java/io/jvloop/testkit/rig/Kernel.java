// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.Backend;
import io.jvloop.engine.EngineParts;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.TaskMode;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the kernels that every test runs on.
 *
 * @param name as test reports show it
 * @param backend what a loop on it calls itself
 * @param sockets the kind of sockets that this run is about
 * @param seed what decides everything, on a fake one; null on a real one
 * @param opener opens it
 * @param tasks how tasks run on it; null for the best that this JVM has
 */
public record Kernel(
        String name,
        Backend backend,
        SocketKind sockets,
        @Nullable Long seed,
        Opener opener,
        @Nullable TaskMode tasks) {
    /** With whatever this JVM has for tasks. */
    public Kernel(String name, Backend backend, SocketKind sockets, @Nullable Long seed, Opener opener) {
        this(name, backend, sockets, seed, opener, null);
    }

    /** The same, with tasks that run in this way. */
    public Kernel withTasks(TaskMode mode) {
        return new Kernel(name + ", " + mode.name().toLowerCase(Locale.ROOT), backend, sockets, seed, opener, mode);
    }

    /** Opens a kernel. */
    @FunctionalInterface
    public interface Opener {
        /**
         * A new one.
         *
         * @throws IoFailure when this system has none; its message says why
         */
        Opened open() throws IoFailure;
    }

    /**
     * A kernel, and what goes with it.
     *
     * @param parts for a loop on it
     * @param world the other processes
     * @param progress grows by one whenever the fake kernel does anything; null on a real one
     */
    public record Opened(
            EngineParts parts, World world, @Nullable LongSupplier progress) {
        /** The kernel itself. */
        public Io io() {
            return parts.io();
        }
    }

    /** Whether it is a fake one. */
    public boolean isSimulated() {
        return seed != null;
    }

    /** How to have this run again. */
    public String replay() {
        return seed == null ? "[" + name + "]" : "[" + name + "; again with -Dseed=" + seed + "]";
    }

    @Override
    public String toString() {
        return name;
    }
}
