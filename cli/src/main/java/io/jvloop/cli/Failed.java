// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

/** What was asked for could not be done; the message is the one line that says why. */
public final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    /** With that line. */
    public Failed(String message) {
        super(message, null, false, false);
    }
}
