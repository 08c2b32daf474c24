// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

/** Thrown by a callback of the workload's, on purpose. */
final class Intended extends Exception {
    private static final long serialVersionUID = 1L;

    Intended() {
        super("on purpose", null, false, false);
    }
}
