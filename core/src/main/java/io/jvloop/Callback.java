// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * Work that the loop runs once, on its own thread.
 *
 * <p>It may throw anything: what it throws goes to the loop's {@linkplain EventLoop#setExceptionHandler exception
 * handler} and the loop goes on.
 */
@FunctionalInterface
public interface Callback {
    /** Does the work. Must not block: everything else on this loop waits for it. */
    void run() throws Exception;
}
