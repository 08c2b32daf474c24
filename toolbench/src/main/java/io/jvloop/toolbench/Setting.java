// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.peer.Peers;

/** What a run has at hand. */
record Setting(Toolbench toolbench, Peers peers, Cores cores, Sockets sockets, Journal journal, Progress progress) {}
