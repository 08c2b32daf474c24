// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.Callback;
import io.jvloop.loop.Droppable;

/** How a task that another thread has asked for begins, or ends when its loop is closed before that. */
record Beginning(TaskHost host, Task<?> task) implements Callback, Droppable {
    @Override
    public void run() {
        host.threads().start(task.thread());
    }

    @Override
    public void dropped() {
        host.forget(task);
        task.giveUp();
    }
}
