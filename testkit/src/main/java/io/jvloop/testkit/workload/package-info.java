// SPDX-License-Identifier: Apache-2.0
/**
 * A day in the life of a loop, by a seed: servers, connections, timers and work that come and go on the fake kernel, and
 * everything that must hold meanwhile. {@link io.jvloop.testkit.workload.Workload} runs one.
 */
@org.jspecify.annotations.NullMarked
package io.jvloop.testkit.workload;
