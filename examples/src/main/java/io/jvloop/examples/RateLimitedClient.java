// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.task.Tasks.run;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;

import io.jvloop.EventLoop;
import java.time.Duration;

/** Three connections share one allowance of a request every 20 milliseconds. */
class RateLimitedClient {
    private static final long INTERVAL_NANOS = 20_000_000;

    private long next = EventLoop.current().time();

    /** Waits for its turn. No lock: up to the sleep nothing else runs. */
    private void awaitTurn() {
        long turn = Math.max(next, EventLoop.current().time());
        next = turn + INTERVAL_NANOS;
        sleep(Duration.ofNanos(turn - EventLoop.current().time()));
    }

    private void ask(int requests) throws Exception {
        try (var streams = openConnection("127.0.0.1", 7777)) {
            for (int i = 0; i < requests; i++) {
                awaitTurn();
                streams.writer().write("request " + i + "\n");
                if (!("request " + i).equals(streams.reader().readLine())) {
                    throw new AssertionError("another answer");
                }
            }
        }
    }

    static void main() throws Exception {
        run(() -> {
            var client = new RateLimitedClient();
            long begin = EventLoop.current().time();
            taskGroup(group -> {
                for (int i = 0; i < 3; i++) {
                    var _ = group.createTask(() -> client.ask(10));
                }
            });
            long taken = EventLoop.current().time() - begin;
            System.out.println("30 answers, none too early: " + (taken >= 29 * INTERVAL_NANOS));
        });
    }
}
