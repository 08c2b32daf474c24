// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private final TestLoop loop = new TestLoop();

    @Test
    void itIsFirstInFirstOutWhateverItsSize() {
        ReadyQueue queue = new ReadyQueue();
        ArrayDeque<Runnable> model = new ArrayDeque<>();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(100) < 55 || model.isEmpty()) {
                CallbackHandle handle = new CallbackHandle(loop.scheduler, () -> {});
                queue.add(handle);
                model.add(handle);
            } else {
                assertSame(model.remove(), queue.remove());
            }
            assertEquals(model.size(), queue.size());
        }
    }
}
