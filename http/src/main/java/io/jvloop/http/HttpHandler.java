// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

/**
 * Answers requests.
 *
 * <p>It is called once for each request, when its head is complete; a body is read when it asks for it. It answers at once
 * or later: a connection's next request waits until this one is answered.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers, or sees to it that somebody does. Must not block: everything else on this loop waits for it.
     *
     * @param request belongs to the handler until the response is finished; afterwards it may be the next request
     * @param response likewise
     * @throws Exception whatever it likes: it is reported to the loop's exception handler, and the client gets the status
     *     500; or, if the head of another response has left already, the connection is aborted
     */
    void handle(HttpRequest request, HttpResponse response) throws Exception;

    /**
     * A handler that runs each request in a task of its own ({@link io.jvloop.task.Tasks}), where it may wait. It has to
     * finish the response before it returns; the client gets the status 500 otherwise. When the client goes away the task
     * is cancelled.
     */
    static HttpHandler inTask(HttpHandler handler) {
        return new TaskHandler(handler);
    }
}
