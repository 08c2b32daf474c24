// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import java.util.List;

/** Cases that are asked for by one word. */
interface Group {
    String name();

    /** Is it measured when no group is named? */
    boolean isUsual();

    /** Its cases. */
    List<Scenario> scenarios();

    /** Its cases in other sizes and numbers of connections, where it has such. */
    default List<Scenario> scenarios(List<Integer> sizes, List<Integer> connections) {
        return scenarios();
    }
}
