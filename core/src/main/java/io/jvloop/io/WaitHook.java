// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** Is told when the loop's thread really waits for the kernel: to give up a lock meanwhile, or to measure. */
public interface WaitHook {
    /** It is about to wait. */
    void beforeWait();

    /** It has waited. */
    void afterWait();
}
