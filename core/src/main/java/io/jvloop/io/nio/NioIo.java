// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Memory;
import io.jvloop.io.Outstanding;
import io.jvloop.io.WaitHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kernel by the JDK's selector. */
public final class NioIo implements Io {
    private static final int RECEIVE_BYTES = 256 * 1024;
    private static final long MILLISECOND = 1_000_000;

    private final Selector selector;
    private final Memory received = new Memory(MemorySegment.ofBuffer(ByteBuffer.allocateDirect(RECEIVE_BYTES)));
    private final NioBuffers buffers = new NioBuffers(received);
    private final Outstanding outstanding = new Outstanding();
    private final List<SelectionKey> selected = new ArrayList<>();
    /** Within a select the JDK holds monitors: they would go away with a virtual thread that waits, and so would the loop. */
    private final Consumer<SelectionKey> select = selected::add;
    /** That {@link #wakeup} was called: a look without waiting makes the selector forget it. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private @Nullable WaitHook hook;
    private @Nullable Runnable eventHook;

    /** Opens it. */
    public NioIo() throws IoFailure {
        try {
            selector = Selector.open();
        } catch (IOException failure) {
            throw NioFailures.opening(failure);
        }
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public String detail() {
        return selector.getClass().getSimpleName() + ", " + RECEIVE_BYTES / 1024 + " KiB receive buffer";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.noneOf(Capability.class);
    }

    @Override
    public void attach() {}

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        this.hook = hook;
    }

    @Override
    public void setEventHook(@Nullable Runnable hook) {
        eventHook = hook;
    }

    // ---- waiting

    @Override
    public void poll(long timeoutNanos) {
        // what a callback of this poll closes keeps its descriptor until the next select, and is not closed before that
        int due = outstanding.due();
        try {
            if (timeoutNanos == 0 || due > 0) {
                selector.selectNow(select);
            } else if (hook == null) {
                waitFor(timeoutNanos);
            } else if (selector.selectNow(select) == 0 && !woken.getAndSet(false)) {
                waitHooked(hook, timeoutNanos);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("select", failure);
        }
        for (int i = 0; i < selected.size(); i++) {
            ready(selected.get(i));
        }
        selected.clear();
        outstanding.tellDue(due, eventHook);
    }

    private void waitFor(long timeoutNanos) throws IOException {
        selector.select(select, timeoutNanos < 0 ? 0 : (timeoutNanos + MILLISECOND - 1) / MILLISECOND);
    }

    /** Waits without completing, so that what is completed is after the hook. */
    private void waitHooked(WaitHook hook, long timeoutNanos) throws IOException {
        hook.beforeWait();
        try {
            selector.select(timeoutNanos < 0 ? 0 : (timeoutNanos + MILLISECOND - 1) / MILLISECOND);
        } finally {
            hook.afterWait();
        }
        selector.selectedKeys().clear(); // level-triggered: selected again at once
        selector.selectNow(select);
    }

    private void ready(SelectionKey key) {
        int readyOps;
        try {
            readyOps =
                    key.readyOps() & key.interestOps(); // less than it was, if another one's callback has changed that
        } catch (CancelledKeyException closedMeanwhile) {
            return;
        }
        if (readyOps == 0) {
            return;
        }
        ((Selected) key.attachment()).ready(readyOps);
        if (eventHook != null) {
            eventHook.run();
        }
    }

    @Override
    public void wakeup() {
        woken.set(true);
        selector.wakeup();
    }

    // ---- opening

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        SocketAddress jdk = NioAddresses.toJdk(address);
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(NioAddresses.familyOf(address));
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
                if (options.reusePort()) {
                    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                }
            }
            channel.configureBlocking(false);
            channel.bind(jdk, options.backlog());
            return new NioListener(this, channel, options);
        } catch (UnsupportedOperationException | IOException failure) {
            closeQuietly(channel);
            if (failure instanceof UnsupportedOperationException refused && options.reusePort()) {
                throw refused;
            }
            throw new IoFailure(NioFailures.result(failure));
        }
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        SocketAddress jdk = NioAddresses.toJdk(remote);
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(NioAddresses.familyOf(remote));
            channel.configureBlocking(false);
            if (local != null) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(local);
            }
            NioStream stream = NioStream.open(this, channel);
            try {
                if (channel.connect(jdk)) {
                    outstanding.complete(connected, 0);
                } else {
                    stream.awaitConnected(connected);
                }
            } catch (IOException failure) {
                outstanding.complete(connected, NioFailures.result(failure));
            }
            return stream;
        } catch (UnsupportedOperationException | IOException failure) {
            closeQuietly(channel);
            throw NioFailures.opening(failure);
        }
    }

    static void closeQuietly(java.nio.channels.@Nullable Channel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException failure) {
                // whatever it says, it is closed
            }
        }
    }

    @Override
    public IoStream adoptStream(int descriptor) {
        throw noAdoption();
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) {
        throw noAdoption();
    }

    private static UnsupportedOperationException noAdoption() {
        return new UnsupportedOperationException(
                "the nio backend cannot adopt a descriptor: the JDK has no way to make a channel of one");
    }

    // ---- for its streams and listeners

    /** A descriptor goes with a select: of what has been closed, now. */
    void releaseClosed() {
        try {
            selector.selectNow(_ -> {}); // level-triggered: selected again by the next poll
            selector.wakeup(); // it has made the selector forget one that may have come
        } catch (IOException failure) {
            throw new UncheckedIOException("select", failure);
        }
    }

    Selector selector() {
        return selector;
    }

    /** The memory that every receive goes to. */
    Memory received() {
        return received;
    }

    NioBuffers buffers() {
        return buffers;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    // ---- ending

    @Override
    public Audit audit() {
        return outstanding.audit();
    }

    @Override
    public void close() {
        audit().checkClean();
        try {
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("closing the selector", failure);
        }
    }
}
