// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;

/** How a case is measured. */
sealed interface Measure permits Load, Launch {
    /** What asks, for people: {@code closed loop}, {@code wrk}. */
    String title();

    /**
     * Makes it ready, once.
     *
     * @throws Failed with what is not there: its cases cannot be measured then
     */
    default void prepare(Toolbench toolbench) throws Failed {
        // most bring all that they need
    }

    /** How long one sample takes, starting the server apart. */
    double seconds(Pace pace);
}
