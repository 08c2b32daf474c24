// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.task.WaitPoint;

/** A handler that may wait: see {@link HttpHandler#inTask}. */
record TaskHandler(HttpHandler handler) implements HttpHandler {
    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        Task<Void> task = Tasks.startTask(() -> answer(request, response));
        if (!task.isDone()) {
            response.keep();
            response.onAbort(() -> task.cancel(true));
        }
    }

    private void answer(HttpRequest request, HttpResponse response) throws Exception {
        try {
            handler.handle(request, response);
            if (!response.isFinished() && !response.isAborted()) {
                throw new IllegalStateException("the handler of " + request + " ended without finishing the response");
            }
        } catch (Throwable failure) {
            if (WaitPoint.isRequest(failure)) {
                if (!response.isAborted()) {
                    response.fail(failure);
                }
                throw failure;
            }
            if (!response.isAbortedBy(failure)) {
                response.fail(failure);
            }
        }
    }
}
