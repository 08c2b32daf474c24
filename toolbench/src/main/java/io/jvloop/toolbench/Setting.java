// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.terminal.Progress;

/** What a run has at hand. */
record Setting(Toolbench toolbench, Peers peers, Cores cores, Sockets sockets, Journal journal, Progress progress) {}
