// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import java.lang.foreign.MemorySegment;

/** Native memory of users, whose address is handed to the kernel: neither that nor the call looks whether it is still there. */
final class Direct {
    private Direct() {}

    /**
     * Whether this thread may use it: its arena is open, and not another thread's. Who copies instead of handing it over needs
     * not ask, as a copy is refused by itself.
     */
    static boolean isUsable(MemorySegment memory) {
        return memory.scope().isAlive() && memory.isAccessibleBy(Thread.currentThread());
    }
}
