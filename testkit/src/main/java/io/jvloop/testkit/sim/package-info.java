// SPDX-License-Identifier: Apache-2.0
/**
 * A kernel that is not there: it keeps the contract of {@code io.jvloop.io.Io} in virtual time, and one seed decides
 * everything that a real one leaves to chance. Nothing here looks at the machine's clock, starts a thread, or iterates
 * anything in an order that is not its own, so the same seed is the same run.
 */
@org.jspecify.annotations.NullMarked
package io.jvloop.testkit.sim;
