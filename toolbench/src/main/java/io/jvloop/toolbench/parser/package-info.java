// SPDX-License-Identifier: Apache-2.0
/** What parsers are measured with, and the process that has ours. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.parser;
