// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    @Test
    void whatGrowsInEachQuarterGrowsWithoutEnd() {
        assertEquals(80, Watch.growthWithoutEnd(List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L)));
    }

    @Test
    void howLongTheLoadTookToStartDoesNotMatter() {
        assertEquals(80, Watch.growthWithoutEnd(List.of(10L, 10L, 10L, 10L, 10L, 10L, 30L, 50L, 70L, 90L)));
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 10L, 10L, 10L, 10L, 10L)));
    }

    @Test
    void whatGrowsAtFirstAndThenStaysDoesNot() {
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 50L, 80L, 90L, 90L, 90L, 90L, 90L, 90L)));
    }

    @Test
    void aFewLooksSayNothing() {
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 1000L)));
    }
}
