// SPDX-License-Identifier: Apache-2.0
/**
 * The load: a client that no server under test shares, as a program and a JVM of its own. It calls the kernel by itself and has
 * nothing of jvloop's loop or transports; of jvloop it needs only how words of a command line are read.
 *
 * <p>Threads: one, which does everything.
 */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.load;
