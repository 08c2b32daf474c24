// SPDX-License-Identifier: Apache-2.0
/**
 * Tasks: straight-line code on virtual threads that the loop itself carries. {@link io.jvloop.task.Tasks} is where to start,
 * by {@code import static io.jvloop.task.Tasks.*}.
 */
package io.jvloop.task;
