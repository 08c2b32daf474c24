// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is asked of the server. */
enum Mode {
    /** A message, which comes back as it was. */
    ECHO,
    /** Some lines at once, which come back as they were. */
    LINES,
    /** {@code GET /SIZE}, answered with a body of that many bytes. */
    HTTP,
    /** A connection of its own for each message. */
    CONNECT,
    /** Connections that have nothing to say once they are known to work. */
    IDLE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Mode::word).toList();
    }
}
