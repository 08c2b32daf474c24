// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

/**
 * For how long servers are asked.
 *
 * @param warmupSeconds without counting
 * @param seconds counting
 */
record Pace(double warmupSeconds, double seconds) {}
