// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

/** What a connection waits for, how long at most, and what happens then. Thread: the loop's. */
final class Patience extends Deadlines.Entry {
    private final HttpConnection connection;

    /** The deadline is to start anew: there was progress. */
    private boolean renewed = true;

    /** The client was given time to close, and has not even read all yet: it has as long for that as any other. */
    private boolean reading;

    /** The client reads if less waits than this: what did when its time began, and what was written since. */
    private long unsentBytes;

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
        unsentBytes += bytes;
    }

    /** To be called whenever what the connection waits for may have changed; cheap when it has not. */
    void settle() {
        if (connection.isLost()) {
            return;
        }
        Deadlines deadlines = connection.context.deadlines;
        Deadlines.Queue queue = waitingFor(deadlines);
        if (renewed || !isIn(queue)) {
            renewed = false;
            if (connection.isEnding() || !connection.isWritable()) {
                unsentBytes = connection.transport().writeBufferSize();
            }
            deadlines.start(this, queue);
        }
    }

    private Deadlines.Queue waitingFor(Deadlines deadlines) {
        if (connection.isEnding()) {
            return connection.isLingering() && !reading ? deadlines.linger : deadlines.progress;
        }
        if (!connection.isWritable()) {
            return deadlines.progress;
        }
        if (connection.isIdle()) {
            return deadlines.idle;
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
        if (queue == deadlines.linger && unsent() > 0) {
            reading = true;
        } else if (reading && unsent() == 0) {
            reading = false; // now it may close
        } else if (queue == deadlines.head) {
            connection.refuse(new Refusal(408, "the head of the request took too long"));
        } else if (queue == deadlines.idle && connection.isIdle() && unsent() == 0) {
            connection.endNow();
        } else if (queue == deadlines.progress && !connection.isEnding() && connection.isWritable()) {
            connection.refuse(new Refusal(408, "the body of the request took too long"));
        } else if (queue != deadlines.idle && queue != deadlines.halfClosed && isUnsentLess()) {
            renewed = true; // the client reads, if slowly
        } else {
            connection.abort();
        }
        settle();
    }

    private boolean isUnsentLess() {
        long unsent = unsent();
        return unsent > 0 && unsent < unsentBytes;
    }

    private long unsent() {
        return connection.transport().writeBufferSize();
    }
}
