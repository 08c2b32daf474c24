// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;

/** What the kernel says to a call. */
final class Call {
    private Call() {}

    /** The answer, unless it is an error. */
    static int checked(String what, int answer) throws Failed {
        if (answer < 0) {
            throw failed(what, answer);
        }
        return answer;
    }

    /** For -errno. */
    static Failed failed(String what, int answer) {
        return new Failed(what + ": " + Libc.strerror(-answer));
    }
}
