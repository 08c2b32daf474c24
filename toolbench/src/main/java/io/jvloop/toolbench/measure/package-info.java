// SPDX-License-Identifier: Apache-2.0
/** How a case is measured: loads that ask a server, and programs that are measured from their start. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.measure;
