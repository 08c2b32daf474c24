// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.testkit.Fault;
import io.jvloop.testkit.Faults;
import io.jvloop.testkit.sim.Dice;

/**
 * The faults of a seed. Each seed has faults of its own, at rates of its own: what all of them together hide, one of them
 * alone may show (swarm testing).
 */
final class Swarm {
    private static final int BYTES_ON_THE_WAY_MAX = 128 * 1024;
    private static final long DELAY_NANOS_MAX = 5_000_000;

    private Swarm() {}

    static Faults of(Dice dice) {
        boolean withFailures = dice.chance(0.5);
        Faults faults = Faults.NONE.withTurnNanos(1 + dice.below(50_000));
        for (Fault fault : Fault.values()) {
            double most = Faults.CRUEL.rate(fault);
            double rate = Math.ceil(most * dice.below(1001) * 10) / 10_000;
            boolean chosen = dice.chance(0.6) && (withFailures || !fault.isFailure());
            faults = chosen ? faults.with(fault, rate) : faults;
        }
        return faults.withBytesOnTheWay(64 + dice.below(BYTES_ON_THE_WAY_MAX))
                .withDelayNanos(dice.below(DELAY_NANOS_MAX));
    }
}
