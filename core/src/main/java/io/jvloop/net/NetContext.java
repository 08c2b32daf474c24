// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.EventLoop;
import io.jvloop.LoopLimits;
import io.jvloop.Probe;
import io.jvloop.io.Gather;
import io.jvloop.io.Io;
import io.jvloop.loop.Counters;
import io.jvloop.loop.Errors;
import io.jvloop.loop.FlushQueue;
import io.jvloop.loop.Scheduler;

/**
 * What the connections and servers of one loop share.
 *
 * @param loop the loop, as users see it
 * @param io its kernel
 * @param scheduler its scheduler
 * @param flushes what is sent when the turn ends
 * @param errors who is told of failures
 * @param counters the figures
 * @param probe who watches
 * @param limits what may queue up
 * @param chunks memory for bytes that wait
 * @param gather the slices of the send that is being made
 * @param open what is open
 */
public record NetContext(
        EventLoop loop,
        Io io,
        Scheduler scheduler,
        FlushQueue flushes,
        Errors errors,
        Counters counters,
        Probe probe,
        LoopLimits limits,
        ChunkPool chunks,
        Gather gather,
        OpenThings open) {}
