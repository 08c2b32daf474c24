// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import java.lang.foreign.MemorySegment;

/** What all connections of a run have in common. */
record Setting(Job job, Epoll epoll, Messages messages, MemorySegment requests) {}
