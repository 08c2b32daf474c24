// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.peer.Children;

/** What is done when a signal ends the run: servers and loads are stopped, and it is said where the results are. */
final class Ending implements AutoCloseable {
    private final Toolbench toolbench;
    private final Journal journal;
    private final Sockets sockets;
    private final Thread hook = new Thread(this::bySignal);
    private boolean isOver;

    private Ending(Toolbench toolbench, Journal journal, Sockets sockets) {
        this.toolbench = toolbench;
        this.journal = journal;
        this.sockets = sockets;
    }

    static Ending watch(Toolbench toolbench, Journal journal, Sockets sockets) {
        Ending ending = new Ending(toolbench, journal, sockets);
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    private void bySignal() {
        journal.close();
        Children.endAll();
        sockets.close();
        toolbench.err().println();
        toolbench
                .err()
                .println("jvloop: stopped; " + journal.results("").samples().size() + " samples are in "
                        + toolbench.shown(journal.file().toString()) + ", and the same command goes on from there");
    }

    /** All was measured. */
    void isOver() {
        isOver = true;
    }

    @Override
    public void close() {
        if (!isOver) {
            Children.endAll();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itRuns) {
            // the signal came first
        }
    }
}
