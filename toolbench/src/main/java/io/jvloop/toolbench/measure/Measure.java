// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.toolbench.host.Toolbench;

/** How a case is measured. */
public sealed interface Measure permits Load, Launch {
    /** What asks, for people: {@code closed loop}, {@code wrk}. */
    String title();

    /** Makes it ready, once. */
    default void prepare(Toolbench toolbench) {
        // most bring all that they need
    }

    /** For how long it is asked without counting, of what the pace has; 0 for not at all. */
    default double warmupSeconds(Pace pace) {
        return pace.warmupSeconds();
    }

    /** How long one sample takes, starting the server apart. */
    double seconds(Pace pace);
}
