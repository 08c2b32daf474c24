// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

/** Something that must hold does not. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
        super(message);
    }
}
