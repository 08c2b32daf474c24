// SPDX-License-Identifier: Apache-2.0
/** What people see of a result file: a page in HTML, a comparison of two, tables and a picture for the documents. */
@org.jspecify.annotations.NullMarked
package io.jvloop.toolbench.report;
