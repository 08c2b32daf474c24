// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.Transport;
import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.Engine;
import io.jvloop.io.Memory;
import io.jvloop.task.WaitPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The incoming half of a connection (asyncio's {@code StreamReader}). What it does not have yet, its methods wait for: they
 * park the calling task.
 *
 * <h2>Limit</h2>
 *
 * <p>Bytes that nobody has asked for yet are kept, up to about twice the {@linkplain StreamOptions#limitBytes limit}: beyond
 * that the connection is not read, and the other side is slowed down, until no more than the limit is left or somebody waits
 * for more. The limit is also the longest line, or piece before a separator; {@link #readExactly} is not bound by it.
 *
 * <h2>End, failure, cancelling</h2>
 *
 * <p>When the connection fails, what had come before can still be read; then every call throws that failure, an {@link
 * IOException}. After a close on this side it is at its end once everything that had come was read. A call that is cancelled
 * takes no byte: the next call gets them all. A request to cancel that comes when the bytes are there already is left for the
 * task's next wait, or for the next time that it lets others have their turn, as one does that never has to wait.
 *
 * <p>Thread: a task of the loop; one at a time: a call while another task waits here throws {@link IllegalStateException}.
 */
public final class StreamReader {
    private static final byte[] NONE = {};

    /** The longest array that every JVM makes, as the JDK has it. */
    private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final byte[][] NEWLINE = {{'\n'}};

    private final Transport transport;
    private final StreamWriter writer;
    private final int limit;
    private final ReadBuffer buffer;
    private final Point point;
    private final TaskThreads threads;
    private final Wish.Into into = new Wish.Into();
    private final Wish.Slice slice = new Wish.Slice();
    private final Wish.Some some = new Wish.Some();
    private final Wish.Exactly exactly = new Wish.Exactly();
    private final Wish.Until until;

    /** What the task that is parked in this reader wants to read; null while none is. */
    private @Nullable Wish wish;

    /** The name of the method that it has called, for messages. */
    private @Nullable String call;

    private boolean paused;
    private boolean ended;
    private @Nullable IOException failure;
    private @Nullable InputView view;

    StreamReader(Transport transport, StreamWriter writer, int limit) {
        this.transport = transport;
        this.writer = writer;
        this.limit = limit;
        this.buffer = new ReadBuffer(ByteArrays.of(transport.loop()));
        this.point = new Point();
        this.threads = ((Engine) transport.loop()).taskThreads();
        this.until = new Wish.Until(limit);
    }

    // ---- reading

    /**
     * Reads what there is, or comes next, into this buffer, as much as it takes.
     *
     * @return how many bytes, 0 only for a buffer without room; -1 at the end of the stream
     * @throws IllegalArgumentException when the buffer is read-only
     */
    public int read(ByteBuffer target) throws IOException {
        enter("read()");
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("read() into a read-only buffer");
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (mustWait("read()")) {
            int taken;
            try {
                waitFor("read()", into.into(target));
            } finally {
                taken = into.taken();
            }
            if (taken > 0) {
                return taken;
            }
        }
        if (buffer.isEmpty()) {
            throwIfFailed();
            return -1;
        }
        int count = buffer.moveTo(target);
        taken();
        return count;
    }

    /**
     * Looks at what there is, or comes next, where it is: the way to read that copies nothing. These bytes are read.
     *
     * <p>They are valid until the task waits the next time, in any call that may; {@link StreamWriter#write(ByteBuffer)} has
     * taken them before it waits. In debug mode they cannot be looked at after that; otherwise whoever does sees other bytes.
     *
     * @return a read-only buffer of all of them, beginning at 0; empty at the end of the stream
     */
    public ByteBuffer readSlice() throws IOException {
        enter("readSlice()");
        if (mustWait("readSlice()")) {
            waitFor("readSlice()", slice);
            ByteBuffer taken = slice.taken();
            if (taken != null) {
                return taken;
            }
        }
        if (buffer.isEmpty()) {
            throwIfFailed();
            return NOTHING;
        }
        ByteBuffer all = buffer.takeArray();
        taken();
        return all;
    }

    /**
     * Reads what there is, or comes next, up to this many bytes.
     *
     * @return an array of just these bytes; empty at the end of the stream, and for 0
     * @throws IllegalArgumentException when the number is negative
     */
    public byte[] read(int max) throws IOException {
        enter("read()");
        ReadBuffer.checkCount(max);
        if (max == 0) {
            return NONE;
        }
        if (mustWait("read()")) {
            waitFor("read()", some.atMost(max));
            byte[] taken = some.taken();
            if (taken != null) {
                return taken;
            }
        }
        if (buffer.isEmpty()) {
            throwIfFailed();
            return NONE;
        }
        byte[] bytes = buffer.take(Math.min(max, buffer.size()));
        taken();
        return bytes;
    }

    /**
     * Reads all bytes to the end of the stream.
     *
     * @throws OutOfMemoryError when they are more than an array can hold; what was read of them is gone
     */
    public byte[] readAll() throws IOException {
        return readAll(ARRAY_MAX);
    }

    /** As {@link #readAll()}, for arrays that can hold this many bytes. */
    byte[] readAll(int arrayMax) throws IOException {
        enter("readAll()");
        if (!ended) {
            collect("readAll()", arrayMax);
            if (failure == null) {
                if (exactly.isMet(buffer) && hasMore()) {
                    var _ = exactly.taken();
                    throw new OutOfMemoryError("the stream has more bytes than an array can hold");
                }
                return exactly.taken();
            }
            exactly.giveBackTo(buffer);
        }
        throwIfFailed();
        return buffer.take(buffer.size());
    }

    /**
     * Reads just this many bytes.
     *
     * @throws IncompleteReadException when the stream ends before; it has what had come
     * @throws IllegalArgumentException when the number is negative
     */
    public byte[] readExactly(int count) throws IOException {
        enter("readExactly()");
        ReadBuffer.checkCount(count);
        if (buffer.size() >= count && (!yieldIfDue("readExactly()") || buffer.size() >= count)) {
            byte[] bytes = buffer.take(count);
            taken();
            return bytes;
        }
        if (!ended) {
            collect("readExactly()", count);
            if (exactly.isMet(buffer)) {
                return exactly.taken();
            }
            exactly.giveBackTo(buffer);
        }
        throwIfFailed();
        throw new IncompleteReadException(buffer.take(buffer.size()), count);
    }

    /** Waits for one more byte behind those that were collected, or for the end. */
    private boolean hasMore() throws IOException {
        try {
            return read(1).length > 0;
        } catch (IllegalStateException | IOException failed) {
            exactly.giveBackTo(buffer);
            throw failed;
        }
    }

    private void collect(String name, int count) {
        try {
            waitFor(name, exactly.count(count, buffer));
        } catch (IllegalStateException cancelledOrRefused) { // a CancellationException is one
            exactly.giveBackTo(buffer);
            throw cancelledOrRefused;
        }
    }

    /**
     * Reads up to the first end of one of these separators, and that with it.
     *
     * @throws LimitOverrunException when more bytes than the limit come before it; they are not read
     * @throws IncompleteReadException when the stream ends before; it has what had come
     * @throws IllegalArgumentException when there is no separator, or an empty one
     */
    public byte[] readUntil(byte[]... separators) throws IOException {
        enter("readUntil()");
        find("readUntil()", separators, Wish.Until.longest(separators));
        until.checkLimit();
        if (!until.isFound()) {
            throwIfFailed();
            throw new IncompleteReadException(buffer.take(buffer.size()), -1);
        }
        byte[] bytes = buffer.take(until.matchEnd());
        taken();
        return bytes;
    }

    /**
     * Reads a line of UTF-8, that ends with {@code \n} or {@code \r\n}, or with the stream.
     *
     * @return without its end; null at the end of the stream. Malformed bytes become U+FFFD
     * @throws LimitOverrunException when the line is longer than the limit: as much of it as has come is dropped
     */
    public @Nullable String readLine() throws IOException {
        int length = line("readLine()");
        if (length == 0) {
            return null;
        }
        int end = buffer.at(length - 1) != '\n' ? 0 : length > 1 && buffer.at(length - 2) == '\r' ? 2 : 1;
        String text = buffer.takeText(length, end);
        taken();
        return text;
    }

    /**
     * Reads a line that ends with {@code \n}, or with the stream (asyncio's {@code readline}).
     *
     * @return with its end; empty at the end of the stream
     * @throws LimitOverrunException as {@link #readLine}
     */
    public byte[] readLineBytes() throws IOException {
        int length = line("readLineBytes()");
        if (length == 0) {
            return NONE;
        }
        byte[] bytes = buffer.take(length);
        taken();
        return bytes;
    }

    /**
     * Looks at a line that ends with {@code \n}, or with the stream, where it is: the way to read lines that makes no copy of
     * each. Its bytes are read.
     *
     * <p>They are valid until the task waits the next time, in any call that may; {@link StreamWriter#write(ByteBuffer)} has
     * taken them before it waits. Whoever looks later sees other bytes.
     *
     * @return a read-only buffer of the line with its end, beginning at 0; empty at the end of the stream
     * @throws LimitOverrunException as {@link #readLine}
     */
    public ByteBuffer readLineSlice() throws IOException {
        int length = line("readLineSlice()");
        if (length == 0) {
            return NOTHING;
        }
        ByteBuffer slice = buffer.takeSlice(length);
        taken();
        return slice;
    }

    /** Waits for a line: how long it is, with its end. */
    private int line(String name) throws IOException {
        enter(name);
        find(name, NEWLINE, 1);
        try {
            until.checkLimit();
        } catch (LimitOverrunException tooLong) {
            buffer.drop(until.isFound() ? until.matchEnd() : buffer.size());
            taken();
            throw tooLong;
        }
        if (!until.isFound()) {
            throwIfFailed();
        }
        return until.isFound() ? until.matchEnd() : buffer.size();
    }

    private void find(String name, byte[][] separators, int longest) {
        do {
            until.separator(separators, longest);
            if (!until.isMet(buffer) && !ended) {
                waitFor(name, until);
                return;
            }
        } while (yieldIfDue(name)); // another task may have read what was found
    }

    /**
     * The lines to the end of the stream, as {@link #readLine} reads them; for {@code for} loops. What goes wrong is thrown as an
     * {@link java.io.UncheckedIOException}.
     */
    public Iterable<String> lines() {
        return () -> new Lines(this);
    }

    /** Whether the stream has ended, and all of it was read. */
    public boolean atEof() {
        StreamProtocol.checkInLoop(transport);
        return ended && failure == null && buffer.isEmpty();
    }

    /** How many bytes can be read without waiting. */
    public int available() {
        StreamProtocol.checkInLoop(transport);
        return buffer.size();
    }

    // ---- views

    /** The same bytes as an input stream: closing it closes the connection, as with a socket's. */
    public InputStream asInputStream() {
        return view();
    }

    /** The same bytes as a channel: closing it closes the connection. */
    public ReadableByteChannel asChannel() {
        return view();
    }

    private InputView view() {
        InputView known = view;
        if (known == null) {
            known = new InputView(this, writer);
            view = known;
        }
        return known;
    }

    // ---- waiting

    private void enter(String name) {
        StreamProtocol.checkInLoop(transport);
        if (wish != null) {
            throw new IllegalStateException(name + " was called while "
                    + Objects.requireNonNull(point.waiter()).name() + " waits in " + call + " of the same stream");
        }
    }

    private boolean mustWait(String name) {
        boolean nothing = buffer.isEmpty() && !ended;
        return nothing || (yieldIfDue(name) && buffer.isEmpty() && !ended);
    }

    /**
     * Lets others have their turn, once in a while; for a call that has nothing to wait for.
     *
     * @return whether it has: then another task may have read, and all that was known of the buffer is out of date
     * @throws CancellationException when the task was asked to end; no byte was taken
     * @throws IllegalStateException when another task waits here by now
     */
    private boolean yieldIfDue(String name) {
        if (!threads.pass()) {
            return false;
        }
        WaitPoint.throwIfAsked();
        enter(name);
        return true;
    }

    private void waitFor(String name, Wish wanted) {
        wish = wanted;
        call = name;
        resume();
        try {
            point.await(name);
        } finally {
            wish = null;
        }
    }

    /** The place where a task waits until its wish is met or the stream has ended. */
    private final class Point extends WaitPoint {
        Point() {
            super(transport.loop(), StreamReader.this);
        }

        @Override
        protected boolean isOver() {
            return ended || (wish != null && wish.isMet(buffer));
        }
    }

    private void throwIfFailed() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Bytes were taken out of the buffer: resumes reading when no more than the limit is left. */
    private void taken() {
        if (paused && buffer.size() <= limit) {
            resume();
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            transport.resumeReading();
        }
    }

    // ---- what the connection brings

    void received(Memory memory, int offset, int length) {
        Wish wanted = wish;
        if (wanted == null) {
            buffer.append(memory, offset, length);
            pauseIfHigh();
            return;
        }
        int taken = buffer.isEmpty() ? wanted.take(memory, offset, length) : 0;
        if (taken < length) {
            buffer.append(memory, offset + taken, length - taken);
        }
        if (wanted.isMet(buffer)) {
            point.wake();
            if (wanted.missed()) {
                buffer.append(memory, offset, length);
            }
            pauseIfHigh();
        }
    }

    private void pauseIfHigh() {
        if (buffer.size() > 2L * limit && !paused && (wish == null || wish.isMet(buffer))) {
            paused = true;
            transport.pauseReading();
        }
    }

    /** The stream has ended: no byte comes any more, because of this failure or, with null, in order. */
    void end(@Nullable IOException cause) {
        if (!ended) {
            ended = true;
            failure = cause;
            point.wake();
        }
    }

    @Override
    public String toString() {
        return "StreamReader[" + (call != null && wish != null ? call + ", " : "") + buffer.size() + " bytes, "
                + transport + "]";
    }
}
