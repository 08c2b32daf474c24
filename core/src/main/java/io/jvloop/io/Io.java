// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kernel, as one loop sees it. This is the contract; whoever implements it keeps every sentence of it, and whoever
 * uses it relies on no other.
 *
 * <p><b>Operations.</b> An operation is submitted by a call and completes by a callback: once, or, for those called
 * <i>streaming</i>, any number of times. io_uring does that by itself; the others make the system call when the
 * descriptor is ready, and then complete. Submitting never blocks, and never completes: callbacks come from {@link #poll}
 * only, in the order in which the kernel reports. Callbacks must not throw.
 *
 * <p><b>Results</b> are numbers: 0 or more is a count, below 0 is a failure, see {@link Result}. Nothing here formats a
 * message. Only calls that open something throw: {@link IoFailure}, which carries such a number. What a backend cannot do
 * at all it says in {@link #capabilities}, and refuses with {@link UnsupportedOperationException}, naming itself and the
 * reason.
 *
 * <p><b>Memory</b> is a segment, an offset and a length. Three kinds of owner:
 *
 * <ul>
 *   <li><i>The backend's.</i> Streaming receives in mode {@link ReceiveMode#BACKEND_MEMORY} deliver bytes in memory of the
 *       backend. It is the receiver's for the length of that one callback. Idle streams hold none.
 *   <li><i>The receiver's</i>, in mode {@link ReceiveMode#OWN_MEMORY}: asked for when there is something to read, and not
 *       looked at after the callback that follows.
 *   <li><i>The caller's</i>, in {@link IoStream#receive} and in {@link IoStream#send(java.lang.foreign.MemorySegment, long,
 *       int, Completion)}: from the call to the completion the memory belongs to the kernel and nobody touches it. It is
 *       native memory.
 * </ul>
 *
 * <p>{@link IoStream#send(java.lang.foreign.MemorySegment, long, int)} has finished with its memory when it returns.
 *
 * <p>When the backend has no memory left for streaming receives, streams go without until there is some again; that is
 * nobody's failure, and no byte is lost by it. One stream that is not receiving never takes memory from others.
 *
 * <p><b>Sending.</b> The plain send is one non-blocking system call, now, on every backend: it tells at once how much was
 * taken and what went wrong. When it takes less than all, wait for {@link IoStream#awaitWritable} before the next try.
 *
 * <p><b>One at a time.</b> A stream has at most one receive, streaming or not, one send that completes later, and one {@link
 * IoStream#awaitWritable}; asking for another one before the completion throws {@link IllegalStateException}, on every
 * backend. Plain sends are not counted: whoever has a send outstanding that completes later makes none.
 *
 * <p><b>Late bytes.</b> After {@link IoStream#stopReceiving} bytes that the kernel has already taken off the socket are
 * still delivered, always as in mode BACKEND_MEMORY: the receiver must keep them. A backend for which a stop takes effect
 * later than at once delivers no more than what the kernel completes until the next poll. Bytes are never lost and never
 * out of order: not by a stop, a change of mode, or a cancel.
 *
 * <p><b>Close.</b> {@link IoStream#close} and {@link IoListener#close} cancel what is outstanding, wait until the kernel has
 * let go of it all, and only then give the descriptor back; then comes the {@code closed} callback, the last one. From the
 * call on there are no receive callbacks; single operations still complete, with {@link IoError#CANCELLED} or, when they
 * were faster, with their result. A connection that is accepted while its listener closes is closed. The descriptor's
 * number may be used again by the system the moment it is given back: nothing that was meant for the old one reaches the
 * new one.
 *
 * <p><b>Adopted descriptors</b> belong to the backend once {@code adopt} has returned, and to the caller when it has
 * thrown.
 *
 * <p><b>What differs.</b> All of the above holds on every backend, half close and reuse of addresses included. What does
 * not is in {@link Capability}, and there alone.
 *
 * <p><b>Threads.</b> {@link #wakeup} may be called from every thread, at any time until {@link #close} returns. Everything
 * else belongs to one thread: until {@link #attach} to whoever prepares the loop, one at a time; from then on to the
 * thread that called it, for ever: a ring of io_uring takes no other one, not even after that one's death. What is
 * submitted before is kept until the first poll. An interrupt of that thread is none of a backend's business: whoever
 * polls has it call {@link #wakeup}, and clears it before the next poll, as a selector would not wait with it.
 *
 * <p><b>For whom.</b> Protocols receive in BACKEND_MEMORY, buffered protocols in OWN_MEMORY, and both send plainly. What
 * pulls and what brings its memory along (channels of the JDK's kind, other frameworks' buffers) receives and sends once,
 * on the caller's memory. A host with a lock of its own gives it up in the {@link WaitHook}. Signals, resolvers and
 * executors come in by {@link #wakeup}. Tests have a kernel that keeps this contract in virtual time. There is no second
 * way to any of it.
 */
public interface Io extends AutoCloseable {
    /** The backend's name, as users write it. */
    String name();

    /** What of it is in use, in a few words. */
    String detail();

    /** What it can do beyond the contract's core. */
    Set<Capability> capabilities();

    /** Makes the calling thread the one that polls. Called once, before the first poll. */
    void attach();

    /**
     * Who is told before and after a poll really waits. Null for nobody, which is also how it starts.
     *
     * <p>With one set, a poll first looks without waiting, and calls it only when nothing was there.
     */
    void setWaitHook(@Nullable WaitHook hook);

    /**
     * Who is told after each event, when the callbacks that it led to have returned: what they wrote leaves then. Null for
     * nobody, which is also how it starts.
     */
    void setEventHook(@Nullable Runnable hook);

    /**
     * Submits what is queued, waits, and completes what is done. Returns when something was completed, when the time is
     * over, after {@link #wakeup}, and sometimes for no reason (a signal).
     *
     * @param timeoutNanos how long to wait at most: 0 not at all, negative for ever. Never cut short by rounding; a
     *     backend whose clock is coarser waits longer
     */
    void poll(long timeoutNanos);

    /**
     * Makes the poll that is waiting, or else the next one, return soon. From any thread. Many calls before that poll
     * returns are one.
     */
    void wakeup();

    /**
     * Opens a socket that listens.
     *
     * @param address a resolved {@link java.net.InetSocketAddress} or a {@link io.jvloop.UnixAddress}
     */
    IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure;

    /**
     * Opens a socket and connects it: completes once, with 0 or a failure. Either way the stream is the caller's to close,
     * and may be closed before that, which cancels the attempt. Nothing else may be called on it until the completion.
     *
     * @param remote as for {@link #listen}
     * @param local where to connect from, or null
     */
    IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected) throws IoFailure;

    /** Takes over a connected stream socket that somebody else opened. */
    IoStream adoptStream(int descriptor) throws IoFailure;

    /** Takes over a bound stream socket that somebody else opened, and listens on it. */
    IoListener adoptListener(int descriptor, ListenOptions options) throws IoFailure;

    /** What is open or outstanding. All zero once every stream and listener has called back that it is closed. */
    Audit audit();

    /**
     * Gives everything back. All streams and listeners have been closed before.
     *
     * @throws IllegalStateException when one has not
     */
    @Override
    void close();

    /** What {@link Io#audit} found: open streams, open listeners, operations in the kernel's hands. */
    record Audit(int streams, int listeners, int operations) {
        /** Nothing is left. */
        public boolean isClean() {
            return streams == 0 && listeners == 0 && operations == 0;
        }

        /**
         * Before the end.
         *
         * @throws IllegalStateException when something is left
         */
        public void checkClean() {
            if (!isClean()) {
                throw new IllegalStateException("still in use: " + this);
            }
        }
    }
}
