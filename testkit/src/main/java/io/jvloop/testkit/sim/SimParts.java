// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.EngineParts;
import io.jvloop.io.Io;

/** What a loop needs to live on a machine that is not there. */
public final class SimParts {
    private SimParts() {}

    /** With this kernel, which may be a wrapped one, on that machine. */
    public static EngineParts of(SimNetwork network, Io io) {
        return new EngineParts(
                io,
                io.detail(),
                network.clock(),
                new SimResolver(network),
                () -> new SimExecutor(network),
                TaskThreads::of);
    }
}
