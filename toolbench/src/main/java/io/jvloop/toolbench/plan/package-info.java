// SPDX-License-Identifier: Apache-2.0
/** What is to be measured: cases, rounds, the time that they may take, from what was typed. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.plan;
