// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;

/**
 * What must be there before a peer can run.
 *
 * @param name for people; empty if the program that checks it is called the same
 * @param check ends with 0 if it is there; the first line of what it says is its version
 * @param install the command that installs it
 */
public record Need(String name, List<String> check, String install) {
    /** For people. */
    String shown() {
        return name.isEmpty() ? check.getFirst() : name;
    }
}
