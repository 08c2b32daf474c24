// SPDX-License-Identifier: Apache-2.0
/** What a run says on a terminal: tables, progress, long lines. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.terminal;
