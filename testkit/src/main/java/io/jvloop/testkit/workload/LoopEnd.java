// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.WriteBufferLimits;
import io.jvloop.testkit.sim.Dice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An end in the hands of the loop under test: checks every callback against what was promised. It has a protocol of each
 * kind, and changes between them.
 *
 * <pre>
 *     new -- connectionMade --> made -- data* --> eof? -- connectionLost --> lost
 * </pre>
 */
final class LoopEnd implements End {
    private static final int GIVEN_MAX = 400_000;
    private static final double THROW_RATE = 0.002;

    private final boolean isClient;
    private final Day day;
    private final Function<Transport, Object> keyOf;
    private final Plain plain = new Plain();
    private final Buffered buffered = new Buffered();
    private @Nullable Transport transport;
    private @Nullable Wire wire;
    private @Nullable Throwable thrown;
    private boolean keepsOpen;
    private boolean readingPaused;
    private boolean writingPaused;
    private boolean wroteEof;
    private boolean closeAsked;
    private boolean eof;
    private boolean lost;
    private boolean closedByServer;

    /** The key finds the wire, once connected. */
    LoopEnd(boolean isClient, Day day, Function<Transport, Object> keyOf) {
        this.isClient = isClient;
        this.day = day;
        this.keyOf = keyOf;
    }

    /** The protocol that it starts with. */
    BaseProtocol protocol(Dice dice) {
        return dice.chance(0.5) ? plain : buffered;
    }

    @Override
    public boolean isClient() {
        return isClient;
    }

    private Transport transport() {
        return Objects.requireNonNull(transport);
    }

    private Wire wire() {
        return Objects.requireNonNull(wire);
    }

    // ---- what it does

    @Override
    public void act(Dice dice) {
        int action = dice.below(40);
        day.trace().add("end acts", action, day.number(this));
        if (transport == null) {
            return;
        }
        switch (action) {
            case 0, 1 -> pauseReading();
            case 2, 3, 4 -> resumeReading();
            case 5 -> transport.setProtocol(transport.protocol() == plain ? buffered : plain);
            case 6 -> transport.setWriteBufferLimits(WriteBufferLimits.ofHigh(dice.below(100_000)));
            case 7 -> writeEof();
            case 8 -> close();
            case 9 -> abort(dice);
            case 10 -> keepsOpen = !keepsOpen;
            case 11, 12, 13, 14 -> writeSeveral(dice);
            default -> write(dice);
        }
    }

    private void pauseReading() {
        readingPaused = true;
        transport().pauseReading();
    }

    private void resumeReading() {
        readingPaused = false;
        transport().resumeReading();
    }

    private boolean mayWrite() {
        return !wroteEof && !transport().isClosing() && wire().outOf(this).given() < GIVEN_MAX;
    }

    private void write(Dice dice) {
        if (mayWrite()) {
            ByteBuffer data = buffer(dice);
            transport().write(data);
            checkTaken(data);
            data.clear();
            while (data.hasRemaining() && !data.isReadOnly()) {
                data.put((byte) 0x5a); // it is ours again, to do with as we like
            }
        }
    }

    private void writeSeveral(Dice dice) {
        if (mayWrite()) {
            ByteBuffer[] several = new ByteBuffer[dice.below(5)];
            for (int i = 0; i < several.length; i++) {
                several[i] = buffer(dice);
            }
            transport().write(several);
            for (ByteBuffer data : several) {
                checkTaken(data);
            }
        }
    }

    private ByteBuffer buffer(Dice dice) {
        byte[] bytes = wire().outOf(this).next(Sizes.some(dice));
        return switch (dice.below(3)) {
            case 0 -> ByteBuffer.wrap(bytes);
            case 1 -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            default -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        };
    }

    private static void checkTaken(ByteBuffer data) {
        if (data.hasRemaining()) {
            throw new Broken("write has left " + data.remaining() + " bytes");
        }
    }

    private void writeEof() {
        wroteEof = true;
        transport().writeEof();
    }

    private void close() {
        closeAsked = true;
        transport().close();
    }

    private void abort(Dice dice) {
        closeAsked = true;
        cut();
        transport().abort();
        if (dice.chance(0.2)) {
            transport().abort();
        }
    }

    private void cut() {
        Direction out = wire().outOf(this);
        out.cut(out.given() - transport().writeBufferSize());
    }

    @Override
    public void windDown() {
        if (transport != null && !lost) {
            keepsOpen = false;
            resumeReading();
            writeEof();
            if (eof) {
                close();
            }
            if (isStuck()) {
                cut();
                transport.abort();
            }
        }
    }

    /** Both ends wait for the other one to read what they wrote before they closed. */
    private boolean isStuck() {
        return isClosing() && wire().otherThan(this) instanceof LoopEnd other && other.isClosing();
    }

    private boolean isClosing() {
        return transport != null && !lost && transport.isClosing();
    }

    @Override
    public boolean isOver() {
        return lost || transport == null;
    }

    /** Its server may be about to close it, or to abort it. */
    void closing(boolean abort) {
        if (transport != null && !lost) {
            closedByServer = true;
            if (abort) {
                cut();
            }
        }
    }

    @Override
    public boolean mayBreak() {
        return closedByServer || closeAsked || thrown != null || lost;
    }

    // ---- what must hold

    /** Before the loop waits: the protocol knows whether it may write. */
    void checkFlowControl() {
        if (transport == null || lost || transport.isClosing()) {
            return;
        }
        long waiting = transport.writeBufferSize();
        WriteBufferLimits limits = transport.writeBufferLimits();
        if (writingPaused ? waiting <= limits.low() : waiting > limits.high()) {
            throw new Broken(
                    "writing is " + (writingPaused ? "" : "not ") + "paused, " + waiting + " bytes wait, " + limits);
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw day.broken(new Broken(what + (isClient ? " (client, " : " (server, ") + day.number(this) + ")"));
        }
    }

    private void mayBeCalled(String callback) {
        require(transport != null, callback + " before connectionMade");
        require(!lost, callback + " after connectionLost");
    }

    private void mayBeTold(String callback) {
        mayBeCalled(callback);
        require(!eof, callback + " after eofReceived");
        require(!readingPaused, callback + " while reading is paused");
        require(!closeAsked, callback + " after the close");
        require(thrown == null, callback + " after a callback has thrown");
    }

    // ---- callbacks

    private void made(Transport connected) throws Intended {
        require(transport == null, "connectionMade twice");
        transport = connected;
        wire = day.wires().of(keyOf.apply(connected));
        wire.join(this);
        day.made(this);
        actInside();
    }

    /** Something happens inside a callback: to this end, or to any other. */
    private void actInside() throws Intended {
        Dice dice = day.dice();
        if (day.isActive() && dice.chance(0.3)) {
            day.anyEnd(this).act(dice);
            if (dice.chance(THROW_RATE)) {
                throwIntended();
            }
        }
    }

    private void throwIntended() throws Intended {
        Intended failure = new Intended();
        day.thrown(failure);
        if (!transport().isClosing()) {
            thrown = failure;
        }
        cut();
        closeAsked = true;
        throw failure;
    }

    private void data(ByteBuffer bytes) throws Intended {
        mayBeTold("data");
        require(bytes.hasRemaining(), "no data");
        try {
            wire().into(this).receive(bytes);
        } catch (Broken wrong) {
            throw day.broken(wrong);
        }
        actInside();
    }

    private boolean ended() throws Intended {
        mayBeTold("eofReceived");
        eof = true;
        try {
            wire().into(this).end();
        } catch (Broken wrong) {
            throw day.broken(wrong);
        }
        boolean staysOpen = keepsOpen && day.isActive();
        actInside();
        return staysOpen;
    }

    private void paused() throws Intended {
        mayBeCalled("pauseWriting");
        require(!writingPaused, "pauseWriting twice");
        require(transport().writeBufferSize() > transport().writeBufferLimits().high(), "pauseWriting without need");
        writingPaused = true;
        actInside();
    }

    private void resumed() throws Intended {
        mayBeCalled("resumeWriting");
        require(writingPaused, "resumeWriting, but was not paused");
        require(transport().writeBufferSize() <= transport().writeBufferLimits().low(), "resumeWriting too early");
        writingPaused = false;
        actInside();
    }

    private void lost(@Nullable Throwable cause) throws Intended {
        mayBeCalled("connectionLost");
        lost = true;
        require(thrown == null || cause == thrown, "lost because of " + cause + ", not because of what was thrown");
        if (cause == null) {
            require(eof || closeAsked || closedByServer, "lost without a cause");
        } else {
            wire().outOf(this).cut(0);
            require(isExplained(cause), "lost because of " + cause + ", which nobody has done");
        }
        actInside();
    }

    private boolean isExplained(Throwable cause) {
        End other = wire().otherThan(this);
        boolean broken = other == null || other.mayBreak() || day.hasFailures();
        return day.isIntended(cause) || (cause instanceof IOException && broken);
    }

    @Override
    public String toString() {
        return "LoopEnd[" + day.number(this) + (isClient ? ", client" : ", server") + (eof ? ", eof" : "")
                + (wroteEof ? ", wrote eof" : "") + (closeAsked ? ", close asked" : "")
                + (transport == null ? "" : ", " + transport.writeBufferSize() + " bytes wait, " + transport) + "]";
    }

    /** The one kind. */
    private final class Plain implements Protocol {
        @Override
        public void connectionMade(Transport connected) throws Intended {
            made(connected);
        }

        @Override
        public void dataReceived(ByteBuffer bytes) throws Intended {
            data(bytes);
        }

        @Override
        public boolean eofReceived() throws Intended {
            return ended();
        }

        @Override
        public void pauseWriting() throws Intended {
            paused();
        }

        @Override
        public void resumeWriting() throws Intended {
            resumed();
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) throws Intended {
            lost(cause);
        }
    }

    /** The other kind. */
    private final class Buffered implements BufferedProtocol {
        private ByteBuffer memory = ByteBuffer.allocate(0);

        @Override
        public void connectionMade(Transport connected) throws Intended {
            made(connected);
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            mayBeTold("getBuffer");
            int size = 1 + day.dice().below(day.dice().chance(0.3) ? 16 : sizeHint);
            memory = day.dice().chance(0.5) ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
            memory.position(day.dice().below(size));
            memory.mark();
            return memory;
        }

        @Override
        public void bufferUpdated(int count) throws Intended {
            int end = memory.position();
            memory.reset();
            require(end == memory.position() + count, "the position is not behind the bytes");
            data(memory.slice(memory.position(), count));
        }

        @Override
        public boolean eofReceived() throws Intended {
            return ended();
        }

        @Override
        public void pauseWriting() throws Intended {
            paused();
        }

        @Override
        public void resumeWriting() throws Intended {
            resumed();
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) throws Intended {
            lost(cause);
        }
    }
}
