// SPDX-License-Identifier: Apache-2.0
/**
 * Threads for tasks: virtual ones that a loop's own thread carries, and, where the JVM was not opened for that, ordinary
 * virtual ones that borrow the loop, one at a time.
 */
package io.jvloop.carry;
