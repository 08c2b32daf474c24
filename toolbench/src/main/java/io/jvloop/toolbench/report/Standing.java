// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Interval;

/** Where a peer stands beside the one that it is compared with. */
enum Standing {
    /** It takes more, beyond noise. */
    MORE,
    /** It takes less, beyond noise. */
    LESS,
    /** The rounds do not tell them apart, or are too few. */
    UNTOLD;

    /** Of a ratio: told apart where its interval leaves 1 out. */
    static Standing of(Interval ratio) {
        return !ratio.leavesOut(1) ? UNTOLD : ratio.low() > 1 ? MORE : LESS;
    }
}
