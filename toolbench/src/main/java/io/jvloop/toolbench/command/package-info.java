// SPDX-License-Identifier: Apache-2.0
/** Commands of {@code bench} that measure one thing by themselves: the load, the parser, idle connections, the start. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.command;
