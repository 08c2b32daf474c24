// SPDX-License-Identifier: Apache-2.0
/** The servers that are measured: what they are, what they need, how they are started. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.peer;
