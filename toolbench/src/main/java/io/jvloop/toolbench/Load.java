// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.ServerProcess;

/** A client that no peer shares. */
interface Load {
    /** Makes it ready to run, once. */
    void prepare(Toolbench toolbench) throws Failed;

    /**
     * Asks, first without counting, then counting.
     *
     * @param server is asked, and its CPU time read
     * @param cores says where to run
     * @throws Failed when an answer was wrong, or did not come
     */
    Figures run(ServerProcess server, Cell cell, Pace pace, Cores cores) throws Failed;
}
