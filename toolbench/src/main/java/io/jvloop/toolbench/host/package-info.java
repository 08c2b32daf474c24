// SPDX-License-Identifier: Apache-2.0
/** What it is measured on: the machine, its cores and processes, and the folders of the repository. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.host;
