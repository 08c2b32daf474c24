// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.task.Tasks.run;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/** A task for each port, all at once, and none for longer than a second. */
class PortScanner {
    static void main() throws Exception {
        run(() -> {
            Set<Integer> open = new TreeSet<>();
            taskGroup(group -> {
                for (int port = 7777 - 100; port < 7777 + 100; port++) {
                    int number = port;
                    var _ = group.createTask(() -> {
                        if (isOpen("127.0.0.1", number)) {
                            open.add(number);
                        }
                    });
                }
            });
            System.out.println("open: " + open);
        });
    }

    private static boolean isOpen(String host, int port) throws Exception {
        try {
            timeout(Duration.ofSeconds(1), () -> openConnection(host, port).close());
            return true;
        } catch (IOException | TimeoutException closed) {
            return false;
        }
    }
}
