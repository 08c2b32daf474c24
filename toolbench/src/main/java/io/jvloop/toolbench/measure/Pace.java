// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

/**
 * For how long servers are asked.
 *
 * @param warmupSeconds without counting
 * @param seconds counting
 */
public record Pace(double warmupSeconds, double seconds) {}
