// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

/**
 * One peer in one round, started afresh.
 *
 * @param position of the peer in its round, from 0
 * @param note what the server said of itself, such as the backend that it took
 * @param residentBytes of the server at the end
 */
record Sample(int round, int position, String peer, Cell cell, String note, long residentBytes, Figures figures) {}
