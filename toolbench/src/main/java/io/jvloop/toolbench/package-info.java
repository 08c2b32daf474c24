// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./jvloop bench}: a run from its command line to its results. It decides which peers take part, and in which order the servers
 * are started, get their turns and are measured; what it is made of is in the packages below.
 */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench;
