// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.measure.Pace;

/**
 * How often, and for how long, each server is measured.
 *
 * @param seconds in which is counted
 */
public record Slices(int rounds, WarmUp warmUp, double seconds) {
    public Pace pace(boolean onJvm, boolean isFirstCase) {
        return new Pace(warmUp.seconds(onJvm, isFirstCase), seconds);
    }

    public Slices times(double factor) {
        return new Slices(rounds, warmUp.times(factor), seconds * factor);
    }

    public Slices withRounds(int count) {
        return new Slices(count, warmUp, seconds);
    }
}
