// SPDX-License-Identifier: Apache-2.0
/** What was measured: the records of a result file, how it is written and read, and what may be said of it. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.result;
