// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.ExceptionContext;
import io.jvloop.Transport;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.task.WaitPoint;
import java.util.Set;

/** A connection of a server, and the task that serves it. */
final class Handled extends StreamProtocol {
    private final StreamHandler handler;
    private final Set<Task<?>> running;

    /** A connection of the server whose tasks these are: its own is among them while it runs. */
    Handled(StreamOptions options, StreamHandler handler, Set<Task<?>> running) {
        super(options);
        this.handler = handler;
        this.running = running;
    }

    @Override
    public void connectionMade(Transport transport) {
        super.connectionMade(transport);
        var _ = Tasks.startTask(this::serve);
    }

    private void serve() throws Exception {
        Task<?> task = Tasks.currentTask();
        StreamWriter writer = streams().writer();
        running.add(task);
        try {
            handler.handle(streams().reader(), writer);
            writer.close();
        } catch (Throwable failure) {
            if (WaitPoint.isRequest(failure)) {
                writer.close();
                throw failure;
            }
            if (!writer.isFailureOfConnection(failure)) {
                report(failure, writer.transport());
            }
            writer.close();
        } finally {
            running.remove(task);
        }
    }

    private void report(Throwable failure, Transport transport) {
        transport
                .loop()
                .callExceptionHandler(
                        ExceptionContext.of("Unhandled exception in the handler of a stream server", failure)
                                .withTransport(transport)
                                .withFuture(Tasks.currentTask()));
    }
}
