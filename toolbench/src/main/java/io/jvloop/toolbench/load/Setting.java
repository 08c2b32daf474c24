// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

/** What all connections of a run have in common. */
record Setting(Job job, Epoll epoll, Messages messages) {}
