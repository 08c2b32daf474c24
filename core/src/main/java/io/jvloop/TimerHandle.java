// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/** A callback with a time to run at: what {@link EventLoop#callLater} and {@link EventLoop#callAt} return. */
public interface TimerHandle extends Handle {
    /**
     * When it is due, in nanoseconds on the clock of {@link EventLoop#time}. Stays valid after the callback ran and
     * after it was cancelled.
     */
    long when();
}
