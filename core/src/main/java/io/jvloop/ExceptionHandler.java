// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/** Decides what happens with what nobody caught. */
@FunctionalInterface
public interface ExceptionHandler {
    /**
     * Something went wrong and there is nobody else to tell. Called on the loop's thread.
     *
     * @param loop where it happened
     * @param context what is known about it
     * @throws Exception is reported as well, together with the first failure
     */
    void handle(EventLoop loop, ExceptionContext context) throws Exception;
}
