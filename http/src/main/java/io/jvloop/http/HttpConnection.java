// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.httptools.HttpMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from its beginning to its end. Bytes come in through {@link Input}; what they mean is an {@link Exchange};
 * how long all that may take is known to {@link Patience}.
 *
 * <pre>
 *   serving --the last response, a refusal, shutdown, its time is over--> ending: the last bytes leave, nothing is taken in
 *                                                                          any more --> lost
 * </pre>
 *
 * <p>Thread: the loop's.
 */
final class HttpConnection implements Protocol {
    final ServerContext context;
    final Input input;
    final Patience patience;
    private @Nullable Exchange exchange;
    private @Nullable Transport transport;
    private boolean writePaused;
    private boolean ending;
    private boolean lingering;
    private boolean lost;

    HttpConnection(ServerContext context) {
        this.context = context;
        input = new Input(this);
        patience = new Patience(this);
    }

    // ---- what others ask

    EventLoop loop() {
        return context.loop;
    }

    Transport transport() {
        if (transport == null) {
            throw new AssertionError("not connected");
        }
        return transport;
    }

    /** The one that is its own, or else one that is lent to it from now on. */
    Exchange exchange() {
        Exchange own = exchange;
        if (own == null) {
            own = context.lendExchange(this);
            exchange = own;
        }
        return own;
    }

    boolean hasExchange() {
        return exchange != null;
    }

    /** Whether it waits for a request of which nothing has come yet. */
    boolean isIdle() {
        return exchange == null || exchange.isIdle();
    }

    /** Whether a handler has to say something before more of its request may come. */
    boolean isThinking() {
        return exchange != null && exchange.isThinking();
    }

    /** After whatever came: what is not needed is given back, and what it waits for has its time. */
    void settle() {
        if (exchange != null && !ending && !input.hasKept() && exchange.giveBack()) {
            context.takeBack(exchange);
            exchange = null;
        }
        patience.settle();
    }

    void checkInLoop() {
        if (!context.loop.inLoop()) {
            var _ = context.loop.exceptionHandler(); // as every method of the loop: refuses, and names both threads
            throw new AssertionError("not on the loop's thread, and not refused");
        }
    }

    /** False while the client does not read what was written. */
    boolean isWritable() {
        return !writePaused;
    }

    /** Whether the last bytes leave, or have left. */
    boolean isEnding() {
        return ending;
    }

    /** Whether the client is given time to read, and what it sends meanwhile is dropped. */
    boolean isLingering() {
        return lingering;
    }

    /** Whether everything has left that was owed: only the end, or another request, is waited for. */
    boolean isDone() {
        return (ending || (isIdle() && !input.hasKept())) && transport().writeBufferSize() == 0;
    }

    boolean isLost() {
        return lost;
    }

    void report(String message, Throwable failure) {
        context.loop.callExceptionHandler(
                ExceptionContext.of(message, failure).withTransport(transport).withProtocol(this));
    }

    // ---- what the transport tells

    @Override
    public void connectionMade(Transport made) {
        transport = made;
        context.connectionMade();
        patience.settle();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        if (!ending) {
            input.received(data);
            settle();
        }
    }

    @Override
    public boolean eofReceived() {
        if (ending) {
            return false;
        }
        input.ended();
        patience.settle();
        return true;
    }

    /** How many bytes wait for a client that does not read; 0 while it does. */
    long unsentBytes() {
        return writePaused ? transport().writeBufferSize() : 0;
    }

    /**
     * For the response, after a piece of it: a client that may have gone has time until the next. One that does not read has
     * its own time, which more for it to read does not make longer.
     *
     * @param unsentBefore what {@link #unsentBytes} was before it
     */
    void written(long unsentBefore) {
        if (unsentBefore > 0) {
            patience.wroteOn(transport().writeBufferSize() - unsentBefore);
        } else if (input.hasEnded() && !ending && !writePaused) {
            patience.renew();
            patience.settle();
        }
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        lost = true;
        stop();
        context.deadlines.remove(patience);
        if (exchange != null) {
            exchange.abandon(new IOException("the connection is lost", cause));
        }
        context.connectionLost();
    }

    @Override
    public void pauseWriting() {
        writePaused = true;
        input.pauseReading();
        patience.renew(); // the time to read begins now, also if the same queue was for a body until now
        if (!input.isFeeding()) {
            patience.settle();
        }
    }

    @Override
    public void resumeWriting() {
        writePaused = false;
        patience.renew();
        if (exchange != null) {
            exchange.resumeWriting();
        }
        input.proceedSoon();
        if (ending) {
            patience.settle(); // nothing else happens any more: from now on it has the time to close
        }
    }

    // ---- the end

    /** Ends it as soon as no request is in work. */
    void serverShutsDown() {
        if (isIdle() && !input.hasKept() && !ending) {
            endNow();
        }
    }

    /** The client is told why, if it can be, and nothing more is taken from it. */
    void refuse(Refusal refusal) {
        Exchange exchange = exchange();
        boolean toHead = !exchange.isIdle() && exchange.parser.method() == HttpMethod.HEAD;
        if (exchange.isAnswering()) {
            boolean answered = exchange.response().isFinished();
            boolean committed = exchange.response().isCommitted();
            exchange.abandon(new IOException(refusal.getMessage()));
            if (committed && !answered) {
                abort();
                return;
            }
            if (answered) {
                endLingering();
                return;
            }
        }
        ResponseHead.refusal(context, refusal, toHead);
        transport().write(context.scratch);
        endLingering();
    }

    /** A response that was begun comes to nothing, and the client shall not take it for a whole one. */
    void abort() {
        stop();
        if (exchange != null) {
            exchange.abandon(new IOException("the connection is aborted"));
        }
        transport().abort();
    }

    /** Closes the connection when what was written has left. For a client that sends nothing any more. */
    void endNow() {
        stop();
        transport().close();
        settleUnlessFeeding();
    }

    /**
     * Ends the stream when what was written has left, and closes the connection after the client has had time to read. For a client
     * that may still be sending: closing while its bytes are on their way would make the kernel take back what it has not read yet.
     */
    void endLingering() {
        if (input.hasEnded()) {
            endNow();
            return;
        }
        stop();
        lingering = true;
        transport().writeEof();
        transport().resumeReading();
        settleUnlessFeeding();
    }

    private void settleUnlessFeeding() {
        if (!input.isFeeding()) {
            patience.settle();
        }
    }

    /** Nothing is taken in any more. */
    private void stop() {
        ending = true;
        input.stop();
        if (exchange != null) {
            exchange.parser.stop();
        }
    }
}
