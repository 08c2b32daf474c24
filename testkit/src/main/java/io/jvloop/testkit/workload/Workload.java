// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.Backend;
import io.jvloop.io.IoFailure;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.LoopUnderTest;
import io.jvloop.testkit.sim.Dice;
import io.jvloop.testkit.sim.SimIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import io.jvloop.testkit.sim.SimWorld;
import org.jspecify.annotations.Nullable;

/**
 * Runs a loop on the fake kernel through a day that a seed decides: servers open and close, connections between the loop
 * and itself and other processes are made, written to, paused, half closed, closed, aborted, reset and cancelled, from
 * timers and from inside callbacks; callbacks throw; timers, futures and work off the loop come in between. Meanwhile the
 * kernel does what {@link io.jvloop.testkit.Fault} names, at rates of the seed's own.
 *
 * <p>What must hold: bytes arrive in order, whole, or cut where their sender gave them up; callbacks come in their order,
 * and none after the last one or while reading is paused; writing is paused when the limit says so, and only then; a
 * connection is lost once, for a reason that there was; timers are in order, once, and never early; every failure is
 * reported once; and nothing is left in the end.
 */
public final class Workload {
    private Workload() {}

    /** One run. Thread: any, and several at a time. */
    public static Outcome run(long seed) {
        return run(seed, false);
    }

    /** One run, with everything that it did as text. */
    public static Outcome runTraced(long seed) {
        return run(seed, true);
    }

    private static Outcome run(long seed, boolean traced) {
        Dice dice = new Dice(~seed);
        SimNetwork network = new SimNetwork(seed, Swarm.of(dice.fork()));
        if (traced) {
            network.trace().keepLines();
        }
        Throwable failure = failure(network, dice);
        return new Outcome(
                seed,
                network.faults().toString(),
                network.trace().length(),
                network.trace().hash(),
                failure,
                network.trace().lines());
    }

    private static @Nullable Throwable failure(SimNetwork network, Dice dice) {
        LoopUnderTest tested = null;
        try {
            tested = new LoopUnderTest(kernel(network));
            new Day(tested, network, dice).run();
            tested.close();
            return null;
        } catch (Throwable wrong) {
            if (tested != null) {
                giveUp(tested, wrong);
            }
            return wrong;
        }
    }

    /** What it holds is given back, whatever state it is in. */
    private static void giveUp(LoopUnderTest tested, Throwable wrong) {
        try {
            tested.close();
        } catch (Throwable more) {
            if (more != wrong) {
                wrong.addSuppressed(more);
            }
        }
    }

    private static Kernel kernel(SimNetwork network) {
        return new Kernel(
                "sim, seed " + network.seed(), Backend.IO_URING, SocketKind.TCP, network.seed(), () -> open(network));
    }

    private static Kernel.Opened open(SimNetwork network) throws IoFailure {
        SimIo io = new SimIo(network);
        return new Kernel.Opened(SimParts.of(network, io), new SimWorld(network), network.trace()::length);
    }
}
