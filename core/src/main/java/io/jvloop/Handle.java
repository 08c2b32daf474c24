// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * A callback that was asked for and has not run yet: what {@link EventLoop#callSoon} and its siblings return
 * (asyncio's {@code Handle}).
 *
 * <p>Thread: the loop's, like everything that may be called on it; the handle of {@link
 * EventLoop#callSoonThreadsafe} may be used from every thread.
 */
public interface Handle {
    /**
     * Takes the callback back: it will not run, and everything it held on to is released at once. Does nothing when it
     * ran already, or was cancelled already.
     *
     * <p>On the handle of {@link EventLoop#callSoonThreadsafe}, and on a thread that is not the loop's: when the
     * callback is running at this moment, returns after it has ended, so that what it uses may be torn down.
     */
    void cancel();

    /** Whether {@link #cancel} came before the callback ran. False after a normal run. */
    boolean isCancelled();
}
