// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import java.util.List;

/** A group of cases that have neither sizes nor connections to choose. */
record Fixed(String name, List<Scenario> scenarios) implements Group {
    @Override
    public boolean isUsual() {
        return true;
    }
}
