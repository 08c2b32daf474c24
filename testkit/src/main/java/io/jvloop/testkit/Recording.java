// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BaseProtocol;
import io.jvloop.Callback;
import io.jvloop.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers every callback, in order, and every byte. What breaks the order that {@link BaseProtocol} promises throws from
 * the callback, and so ends up with the loop's exception handler.
 *
 * <p>Thread: the loop's.
 */
public abstract sealed class Recording implements BaseProtocol permits RecordingProtocol, RecordingBufferedProtocol {
    private final List<Call> calls = new ArrayList<>();
    private final Map<Call, Callback> actions = new EnumMap<>(Call.class);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Transport transport;
    private @Nullable Peer peer;
    private @Nullable Throwable cause;
    private boolean keepsOpen;
    private boolean writingPaused;
    private int lostCount;

    Recording() {}

    // ---- what a test may ask

    /** The way to the other side. Once connected. */
    public final Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("not connected yet");
        }
        return transport;
    }

    /** The other side, when the rig made the connection. */
    public final Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("not connected yet, or not by the rig");
        }
        return peer;
    }

    final void setPeer(Peer other) {
        peer = other;
    }

    /** All callbacks so far. */
    public final List<Call> calls() {
        return List.copyOf(calls);
    }

    /** All callbacks so far, equal ones in a row as one: the same however the network has cut the bytes. */
    public final List<Call> order() {
        List<Call> order = new ArrayList<>();
        for (Call call : calls) {
            if (order.isEmpty() || order.getLast() != call) {
                order.add(call);
            }
        }
        return order;
    }

    /** How often this was called. */
    public final int count(Call call) {
        return (int) calls.stream().filter(call::equals).count();
    }

    /** All bytes so far. */
    public final byte[] received() {
        return received.toByteArray();
    }

    /** All bytes so far, as UTF-8. */
    public final String receivedText() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** How many bytes there are so far. */
    public final int receivedCount() {
        return received.size();
    }

    /** Whether the connection stands, or stood. */
    public final boolean isMade() {
        return transport != null;
    }

    /** Whether the other side has ended its direction. */
    public final boolean isEof() {
        return calls.contains(Call.EOF_RECEIVED);
    }

    /** Whether it may not write: between pauseWriting and resumeWriting. */
    public final boolean isWritingPaused() {
        return writingPaused;
    }

    /** Whether the connection is gone. */
    public final boolean isLost() {
        return lostCount > 0;
    }

    /** How often that was told. */
    public final int lostCount() {
        return lostCount;
    }

    /** What connectionLost was told; null also before. */
    public final @Nullable Throwable cause() {
        return cause;
    }

    // ---- what a test may ask for

    /** Does this inside that callback from now on; it may throw. */
    public final void on(Call call, Callback action) {
        actions.put(call, action);
    }

    /** Answers eofReceived with true: stay open for writing. */
    public final void keepOpenAfterEof() {
        keepsOpen = true;
    }

    // ---- callbacks

    final void called(Call call) throws Exception {
        check(call);
        record(call);
    }

    private void record(Call call) throws Exception {
        calls.add(call);
        Callback action = actions.get(call);
        if (action != null) {
            action.run();
        }
    }

    private void check(Call call) {
        boolean first = call == Call.CONNECTION_MADE;
        boolean right = first ? transport == null : transport != null && lostCount == 0;
        boolean data = call == Call.DATA_RECEIVED || call == Call.GET_BUFFER || call == Call.BUFFER_UPDATED;
        if (!right || ((data || call == Call.EOF_RECEIVED) && isEof())) {
            throw new AssertionError(call + " after " + order());
        }
    }

    final void add(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.writeBytes(bytes);
    }

    @Override
    public final void connectionMade(Transport made) throws Exception {
        check(Call.CONNECTION_MADE);
        transport = made;
        record(Call.CONNECTION_MADE);
    }

    @Override
    public final void pauseWriting() throws Exception {
        if (writingPaused) {
            throw new AssertionError("paused twice");
        }
        writingPaused = true;
        called(Call.PAUSE_WRITING);
    }

    @Override
    public final void resumeWriting() throws Exception {
        if (!writingPaused) {
            throw new AssertionError("resumed, but was not paused");
        }
        writingPaused = false;
        called(Call.RESUME_WRITING);
    }

    final boolean eof() throws Exception {
        called(Call.EOF_RECEIVED);
        return keepsOpen;
    }

    @Override
    public final void connectionLost(@Nullable Throwable reason) throws Exception {
        check(Call.CONNECTION_LOST);
        lostCount++;
        cause = reason;
        record(Call.CONNECTION_LOST);
    }
}
