// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.io.Io;
import io.jvloop.loop.Clock;
import io.jvloop.net.Resolver;
import io.jvloop.net.SystemResolver;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What enters a loop from outside. Under simulation each part is deterministic.
 *
 * @param io the kernel; closed with the loop
 * @param detail what is in use, and why it was taken
 * @param clock what time it is
 * @param resolver finds addresses; closed with the loop
 * @param executor makes the default executor when it is first needed
 */
public record EngineParts(Io io, String detail, Clock clock, Resolver resolver, Supplier<ExecutorService> executor) {
    /** This kernel, and for the rest what loops usually have. */
    public static EngineParts of(Io io, String detail) {
        return new EngineParts(io, detail, Clock.SYSTEM, new SystemResolver(), OffLoop::defaultPool);
    }
}
