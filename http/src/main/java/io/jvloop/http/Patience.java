// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Transport;

/** What a connection waits for, how long at most, and what happens then. Thread: the loop's. */
final class Patience extends Deadlines.Entry {
    private final HttpConnection connection;

    /** The deadline is to start anew: there was progress. */
    private boolean renewed = true;

    /** The client was given time to close, or to ask again, and has not even read all yet: it has as long for that as any other. */
    private boolean reading;

    /** The client reads if less is under way than this: what was when its time began, and what was written since. */
    private long bytesBefore;

    Patience(HttpConnection connection) {
        this.connection = connection;
    }

    HttpConnection connection() {
        return connection;
    }

    /** There was progress. Holds from {@link #settle} on. */
    void renew() {
        renewed = true;
        reading = false;
    }

    /** So much more waits, of what the handler wrote on although the client does not read. */
    void wroteOn(long bytes) {
        bytesBefore += bytes;
    }

    /** To be called whenever what the connection waits for may have changed; cheap when it has not. */
    void settle() {
        if (connection.isLost()) {
            return;
        }
        Deadlines deadlines = connection.context.deadlines;
        Deadlines.Queue queue = waitingFor(deadlines);
        if (queue == deadlines.head || queue == deadlines.halfClosed || queue == deadlines.none) {
            reading = false;
        }
        boolean isThere = isIn(queue) || (queue == deadlines.progress && isIn(deadlines.filling));
        if (renewed || !isThere) {
            renewed = false;
            if (queue == deadlines.progress && queue.hasLimit() && isForReading()) {
                bytesBefore = bytesUnderWay();
                boolean isFilling = bytesBefore > connection.transport().writeBufferSize();
                deadlines.start(this, isFilling ? deadlines.filling : queue);
            } else {
                deadlines.start(this, queue);
            }
        }
    }

    private boolean isForReading() {
        return reading || connection.isEnding() || !connection.isWritable();
    }

    private Deadlines.Queue waitingFor(Deadlines deadlines) {
        boolean isReading = reading && deadlines.progress.hasLimit();
        if (connection.isEnding()) {
            return connection.isLingering() && !isReading ? deadlines.linger : deadlines.progress;
        }
        if (!connection.isWritable()) {
            return deadlines.progress;
        }
        if (connection.isIdle()) {
            return isReading ? deadlines.progress : deadlines.idle;
        }
        Exchange exchange = connection.exchange();
        if (!exchange.isAnswering()) {
            return deadlines.head;
        }
        if (!exchange.isThinking()) {
            return deadlines.progress;
        }
        return connection.input.hasEnded() ? deadlines.halfClosed : deadlines.none;
    }

    @Override
    void expired(Deadlines.Queue queue) {
        Deadlines deadlines = connection.context.deadlines;
        if (queue == deadlines.filling) {
            bytesBefore = bytesUnderWay();
            deadlines.start(this, deadlines.progress);
            return;
        }
        boolean hasAll = bytesUnderWay() == 0;
        if (!hasAll && (queue == deadlines.linger || queue == deadlines.idle)) {
            reading = true;
        } else if (reading && hasAll) {
            reading = false; // now it may close, or ask again
        } else if (queue == deadlines.head) {
            connection.refuse(new Refusal(408, "the head of the request took too long"));
        } else if (queue == deadlines.idle && connection.isIdle()) {
            connection.endNow();
        } else if (queue == deadlines.progress && !reading && !connection.isEnding() && connection.isWritable()) {
            connection.refuse(new Refusal(408, "the body of the request took too long"));
        } else if (queue != deadlines.halfClosed && !hasAll && bytesUnderWay() < bytesBefore) {
            renewed = true; // the client reads, if slowly
        } else {
            connection.abort();
        }
        settle();
    }

    /** What was written and the client's kernel has not got; or, where the own one does not say, has not taken itself. */
    private long bytesUnderWay() {
        Transport transport = connection.transport();
        return transport.writeBufferSize() + Math.max(transport.kernelBufferSize(), 0);
    }
}
