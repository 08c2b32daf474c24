// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** What {@link io.jvloop.Metrics} is made of. Written on the loop's thread, read by all. */
public final class Counters {
    /** Turns begun. */
    public long turns;
    /** Callbacks run. */
    public long callbacks;
    /** Bytes handed to protocols. */
    public long bytesReceived;
    /** Bytes taken by the kernel. */
    public long bytesSent;
    /** Connections that came in. */
    public long accepted;
    /** Connections that were made. */
    public long connected;
    /** Connections that ended. */
    public long lost;
    /** Reports to the exception handler. */
    public long failures;
    /** The longest queue from other threads. */
    public int inboxHighest;
}
