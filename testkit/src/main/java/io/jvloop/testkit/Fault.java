// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

/** What a kernel or a network may do to a program, by its name. How often is said by {@link Faults}. */
public enum Fault {
    /** A receive gives less than is there. */
    SHORT_READ,
    /** A send takes less than there is room for. */
    SHORT_WRITE,
    /** A send takes nothing, although there was room a moment ago. */
    FULL_SOCKET,
    /** Bytes, ends and connections take their time on the way. */
    SLOW_NETWORK,
    /** What is done is told in a later poll. */
    LATE_COMPLETION,
    /** What is done for different operations is told in another order than it was done. */
    REORDERED_COMPLETION,
    /** A stop or a cancellation takes effect in the next poll only, and what comes before that is told. */
    LATE_STOP,
    /** A poll returns for no reason (a signal: EINTR). */
    INTERRUPTED_POLL,
    /** A socket is said to be readable, and is not. */
    EMPTY_READINESS,
    /** A wake-up from another thread takes its time. */
    LATE_WAKEUP,
    /** The other side does nothing for a while. */
    IDLE_PEER,
    /** The network resets a connection. Loses bytes, and says so. */
    RESET,
    /** A reset takes away what had arrived and was not read, as on other systems than Linux. Loses bytes, and says so. */
    RESET_DISCARDS,
    /** A connection is refused although somebody listens. */
    REFUSED,
    /** A connection is never answered: it times out. */
    NO_ANSWER,
    /** Accepting fails for want of descriptors; the connection stays in the backlog. */
    FAILED_ACCEPT;

    /** Whether a program notices: the others are only another pace. */
    public boolean isFailure() {
        return compareTo(RESET) >= 0;
    }
}
