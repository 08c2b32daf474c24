// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.testkit.sim.Dice;

/** How much is written at a time: mostly little, sometimes much, sometimes around the limits that matter inside. */
final class Sizes {
    private static final int[] EDGES = {1, 2, 16 * 1024, 64 * 1024, 16 * 16 * 1024};

    private Sizes() {}

    static int some(Dice dice) {
        return switch (dice.below(10)) {
            case 0 -> dice.below(60_000);
            case 1 -> Math.max(0, EDGES[dice.below(EDGES.length)] + dice.between(-1, 1));
            case 2, 3, 4 -> dice.below(5_000);
            default -> dice.below(200);
        };
    }
}
