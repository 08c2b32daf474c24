// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.carry.TaskThreads;
import io.jvloop.io.Io;
import io.jvloop.loop.Clock;
import io.jvloop.loop.Scheduler;
import io.jvloop.net.Resolver;
import io.jvloop.net.SystemResolver;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What enters a loop from outside. Under simulation each part is deterministic.
 *
 * @param io the kernel; closed with the loop
 * @param detail what is in use, and why it was taken
 * @param clock what time it is
 * @param resolver finds addresses; closed with the loop
 * @param executor makes the default executor when it is first needed
 * @param threads makes what runs tasks when it is first needed
 */
public record EngineParts(
        Io io,
        String detail,
        Clock clock,
        Resolver resolver,
        Supplier<ExecutorService> executor,
        Function<Scheduler, TaskThreads> threads) {
    /** This kernel, and for the rest what loops usually have. */
    public static EngineParts of(Io io, String detail) {
        return new EngineParts(io, detail, Clock.SYSTEM, new SystemResolver(), OffLoop::defaultPool, TaskThreads::of);
    }

    /** The same, on this kernel, which may be the same one wrapped. */
    public EngineParts withIo(Io other) {
        return new EngineParts(other, detail, clock, resolver, executor, threads);
    }

    /** The same, with this to run its tasks. */
    public EngineParts withThreads(Function<Scheduler, TaskThreads> other) {
        return new EngineParts(io, detail, clock, resolver, executor, other);
    }
}
