// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void listsOfTheKernelAreReadWithRanges() {
        assertEquals(List.of(0, 1, 2, 5, 7, 8), Cores.parse("0-2,5,7-8"));
        assertEquals(List.of(3), Cores.parse("3"));
    }

    @Test
    void theFirstOneIsForTheLoadAndTheLastForTheServer() {
        assertEquals(new Cores(7, 2), Cores.among(List.of(2, 3, 7), true));
    }

    @Test
    void whyTheyAreNotKeptApartIsSaid() {
        assertEquals(
                "server and load share core 3, as there is no other: each waits for the other one",
                Cores.among(List.of(3), true).toString());
        assertEquals(
                "server and load are not pinned, as taskset (util-linux) is not there",
                Cores.among(List.of(0, 1), false).toString());
        assertEquals(Cores.ANY, Cores.among(List.of(), true));
    }

    @Test
    void whatIsNotPinnedIsStartedAsItIs() {
        assertEquals(List.of("echo"), Cores.ANY.server(List.of("echo")));
        assertEquals(List.of("taskset", "-c", "4", "echo"), new Cores(4, 0).server(List.of("echo")));
    }
}
