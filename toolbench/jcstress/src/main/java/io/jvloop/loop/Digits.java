// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** Callbacks from other threads that tell in which order they ran: each appends its digit. */
final class Digits {
    private final Scheduler scheduler = Parts.scheduler();
    private int ran;

    /** Thread: any. */
    void push(int digit) {
        scheduler.callSoonThreadsafe(() -> ran = ran * 10 + digit);
    }

    /** Runs what is there. Thread: the loop's. */
    void runDue() {
        scheduler.runDue();
    }

    int ran() {
        return ran;
    }
}
