// SPDX-License-Identifier: Apache-2.0
/** What is behind {@link io.jvloop.testkit.Simulation}: runs programs on the fake kernel, and watches that nothing else does. */
@org.jspecify.annotations.NullMarked
package io.jvloop.testkit.simulation;
