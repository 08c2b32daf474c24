// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Result;
import io.jvloop.testkit.Fault;
import io.jvloop.testkit.Peer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Another process of the machine, with one connection. */
final class SimPeer implements Peer {
    private static final int SEND_BYTES_MAX = 64 * 1024;

    private final SimNetwork network;
    private final ArrayDeque<byte[]> unsent = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[64 * 1024];
    private SimNetwork.@Nullable Connecting connecting;
    private @Nullable SimSocket socket;

    /** How much of the first piece is sent already. */
    private int sent;

    private boolean readingPaused;
    private boolean shutdownAsked;
    private boolean shutdownDone;
    private boolean eof;
    private boolean closed;
    private @Nullable String failure;

    /** Who was accepted. */
    SimPeer(SimNetwork network, SimSocket accepted) {
        this.network = network;
        this.socket = accepted;
    }

    /** Who connects. */
    SimPeer(SimNetwork network, SocketAddress address) {
        this.network = network;
        this.connecting = network.connect(address, null, this::answered);
    }

    private void answered(SimNetwork.Connecting answer) {
        connecting = null;
        socket = answer.socket();
        if (answer.result() < 0) {
            failure = Result.describe(answer.result());
        }
    }

    // ---- while the rig runs

    /** Does what can be done; whether that was anything. */
    boolean work() {
        SimSocket connected = socket;
        if (connected == null || closed || failure != null || network.happens(Fault.IDLE_PEER)) {
            return false;
        }
        boolean wrote = write(connected);
        return read(connected) || wrote;
    }

    private boolean write(SimSocket connected) {
        boolean any = false;
        while (!unsent.isEmpty() && connected.isWritable()) {
            byte[] first = unsent.element();
            int count = connected.admit(Math.min(first.length - sent, SEND_BYTES_MAX));
            if (count <= 0) {
                failed(count);
                return any;
            }
            connected.send(Arrays.copyOfRange(first, sent, sent + count));
            sent += count;
            any = true;
            if (sent == first.length) {
                unsent.remove();
                sent = 0;
            }
        }
        if (unsent.isEmpty() && shutdownAsked && !shutdownDone) {
            shutdownDone = true;
            connected.shutdownOutput();
            any = true;
        }
        return any;
    }

    private void failed(int result) {
        if (result < 0) {
            failure = Result.describe(result);
        }
    }

    private boolean read(SimSocket connected) {
        boolean any = false;
        while (!readingPaused && !eof && failure == null && connected.isReadable()) {
            int count = connected.receive(buffer, 0, buffer.length);
            if (count > 0) {
                received.write(buffer, 0, count);
            } else if (count == 0) {
                eof = true;
            } else {
                failed(count);
            }
            any = true;
        }
        return any;
    }

    // ---- what the test asks for

    @Override
    public void send(byte[] bytes) {
        if (shutdownAsked || closed) {
            throw new IllegalStateException("the test has ended this direction already");
        }
        if (bytes.length > 0) {
            unsent.add(bytes.clone());
        }
    }

    @Override
    public long unsent() {
        return unsent.stream().mapToLong(piece -> piece.length).sum() - sent;
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
    }

    @Override
    public byte[] received() {
        return received.toByteArray();
    }

    @Override
    public long receivedCount() {
        return received.size();
    }

    @Override
    public boolean isConnected() {
        return socket != null;
    }

    @Override
    public boolean isEof() {
        return eof;
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void shutdownOutput() {
        shutdownAsked = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (connecting != null) {
                connecting.cancel();
            }
            if (socket != null) {
                socket.close();
            }
        }
    }

    @Override
    public void reset() {
        if (socket != null && !closed && socket.local() instanceof InetSocketAddress) {
            closed = true;
            socket.reset();
        } else {
            close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return socket == null ? null : socket.local();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return socket == null ? null : socket.remote();
    }
}
