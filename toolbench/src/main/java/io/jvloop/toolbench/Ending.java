// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.peer.Children;
import org.jspecify.annotations.Nullable;

/** What is done when a signal ends the run: servers and loads are stopped, and it is said where the results are. */
final class Ending implements AutoCloseable {
    private final Toolbench toolbench;
    private final Sockets sockets;
    private final Thread hook = new Thread(this::bySignal);
    private volatile @Nullable Journal journal;

    private Ending(Toolbench toolbench, Sockets sockets) {
        this.toolbench = toolbench;
        this.sockets = sockets;
    }

    static Ending watch(Toolbench toolbench, Sockets sockets) {
        Ending ending = new Ending(toolbench, sockets);
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    /** From here on there is something to keep. */
    void keeps(Journal results) {
        journal = results;
    }

    private void bySignal() {
        Journal kept = journal;
        if (kept != null) {
            kept.close();
        }
        Children.endForGood();
        sockets.close();
        String state = kept == null
                ? "nothing was measured by this run"
                : kept.state(toolbench.shown(kept.file().toString()));
        toolbench.err().println();
        toolbench.err().println("jvloop: stopped; " + state);
    }

    @Override
    public void close() {
        Children.endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itRuns) {
            // the signal came first
        }
    }
}
