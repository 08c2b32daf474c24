// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

/**
 * How often, and for how long, each server is measured.
 *
 * @param seconds in which is counted
 */
record Slices(int rounds, WarmUp warmUp, double seconds) {
    Pace pace(boolean onJvm, boolean isFirstCase) {
        return new Pace(warmUp.seconds(onJvm, isFirstCase), seconds);
    }

    Slices times(double factor) {
        return new Slices(rounds, warmUp.times(factor), seconds * factor);
    }

    Slices withRounds(int count) {
        return new Slices(count, warmUp, seconds);
    }
}
