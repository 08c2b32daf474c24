// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

/** What was asked for makes no sense; the message is the one line that says why. */
public final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;

    /** With that line. */
    public BadInput(String message) {
        super(message, null, false, false);
    }
}
