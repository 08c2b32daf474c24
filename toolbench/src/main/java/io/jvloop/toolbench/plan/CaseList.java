// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.terminal.Wrapped;
import java.util.List;

/** What would be measured, of whom: {@code --list}. */
public final class CaseList {
    private static final int WIDTH = 110;

    private CaseList() {}

    public static String of(Plan plan, Peers peers) {
        StringBuilder text = new StringBuilder();
        for (Scenario scenario : plan.scenarios()) {
            List<String> names = peers.serving(scenario.served(), scenario.isUnix()).stream()
                    .filter(plan::isChosen)
                    .map(Peer::name)
                    .toList();
            text.append(scenario.name() + ": " + scenario.of().title() + "\n");
            text.append("  " + Wrapped.at(WIDTH, String.join(" ", names)) + "\n");
        }
        return text.toString();
    }
}
