// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static List<String> limits(String soft) {
        return List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max open files            " + soft + "                 1048576              files     ");
    }

    @Test
    void tooFewForTheConnectionsIsSaidWithWhatHelps() {
        assertEquals(
                Optional.of("no more than 256 files may be open here, too few for 300 connections: ulimit -n 350 allows"
                        + " more"),
                OpenFiles.tooFewFor(300, limits("256")));
        assertEquals(Optional.empty(), OpenFiles.tooFewFor(300, limits("1024")));
        assertEquals(Optional.empty(), OpenFiles.tooFewFor(10_000, limits("unlimited")));
        assertEquals(Optional.empty(), OpenFiles.tooFewFor(10_000, List.of()));
    }
}
