// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.nio.file.Path;
import java.util.List;

/** Where a server shall listen: any port of this machine's own network, or a path. */
public sealed interface Listen {
    /** As every peer takes them. */
    List<String> options();

    /** A port that the kernel picks. */
    record Tcp() implements Listen {
        @Override
        public List<String> options() {
            return List.of("--host", "127.0.0.1", "--port", "0");
        }
    }

    /** A path. */
    record Unix(Path path) implements Listen {
        @Override
        public List<String> options() {
            return List.of("--unix", path.toString());
        }
    }
}
