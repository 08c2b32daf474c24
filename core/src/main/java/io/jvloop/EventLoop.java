// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * An event loop: one thread that waits for the kernel, for timers and for other threads, and calls back.
 *
 * <p>It is asyncio's event loop in Java. Names and behaviour are asyncio's unless the Javadoc says otherwise; {@code
 * docs/parity.md} has every difference.
 *
 * {@snippet :
 * try (EventLoop loop = EventLoop.open()) {
 *     Server server = loop.runUntilComplete(loop.createServer(Echo::new, "127.0.0.1", 7777));
 *     System.out.println("listening on " + server.addresses());
 *     loop.runForever();
 * }
 * }
 *
 * <h2>Which thread</h2>
 *
 * <p>A loop belongs to the first thread that runs it, for life. Before that run one thread at a time may prepare it, any
 * thread; from then on every method throws {@link IllegalStateException} on another thread, naming both, except:
 *
 * <table>
 * <caption>What other threads may call at any time</caption>
 * <tr><th>method</th><th>from other threads</th></tr>
 * <tr><td>{@link #callSoonThreadsafe}</td><td>yes, also {@link Handle#cancel} of what it returns</td></tr>
 * <tr><td>{@link #executor}</td><td>yes, and everything on the view; what waits there must not be called on the
 *     loop</td></tr>
 * <tr><td>{@link #createFuture}, {@link LoopFuture}, {@link LoopPromise}</td><td>yes: attaching, completing, cancelling, waiting</td></tr>
 * <tr><td>{@link #isRunning}, {@link #isClosed}, {@link #inLoop}, {@link #time}, {@link #metrics}, {@link #backend},
 *     {@link #backendDetail}, {@link #isDebug}, {@link #setDebug}, {@link #slowCallbackDuration}, {@link #setSlowCallbackDuration}</td><td>yes</td></tr>
 * <tr><td>{@link Thread#interrupt} of the loop's thread</td><td>wakes the loop, is reported to the exception handler and
 *     cleared; it ends nothing</td></tr>
 * </table>
 *
 * <p>To stop a loop from elsewhere: {@code loop.callSoonThreadsafe(loop::stop)}.
 *
 * <h2>One turn</h2>
 *
 * <p>The loop waits for the kernel and calls protocols for what happened; then takes in what other threads asked for,
 * and the timers that are due; then runs the callbacks that were queued when this batch began, in the order they were
 * queued. What callbacks add runs in the next turn, so input and output are never starved.
 */
public interface EventLoop extends AutoCloseable {
    // ---- lifecycle

    /** A loop with {@link LoopOptions#DEFAULT}. */
    static EventLoop open() {
        return open(LoopOptions.DEFAULT);
    }

    /**
     * A new loop. It may be opened on one thread and run on another one.
     *
     * @throws UnsupportedOperationException when the options ask by name for a backend that this system does not have;
     *     says why
     * @throws IllegalArgumentException when a property or variable that options are taken from has no valid value
     */
    static EventLoop open(LoopOptions options) {
        return LoopProvider.provider().open(options);
    }

    /**
     * The loop that is running on this thread.
     *
     * @throws IllegalStateException when there is none
     */
    static EventLoop current() {
        EventLoop loop = currentOrNull();
        if (loop == null) {
            throw new IllegalStateException("no event loop is running on " + Thread.currentThread());
        }
        return loop;
    }

    /** The loop that is running on this thread, if there is one. */
    static @Nullable EventLoop currentOrNull() {
        return LoopProvider.provider().current();
    }

    /** What this system has, best first, each with the reason if it has not. Opens and closes what it needs for that. */
    static List<BackendStatus> backends() {
        return LoopProvider.provider().backends();
    }

    /**
     * Runs until {@link #stop}. When {@code stop} was called before, one turn that does not wait.
     *
     * <p>Not from inside a {@code synchronized} block or method, if the loop has tasks ({@code io.jvloop.task}): on JDK 25 the
     * monitors that a carrier holds are lost with a virtual thread that parks on it.
     *
     * @throws IllegalStateException when the loop is closed or running, when another loop runs on this thread, on a
     *     virtual thread, and on another thread than the one that ran it before
     */
    void runForever();

    /**
     * Runs until a future is complete.
     *
     * @param future of this loop, or any other stage
     * @return its value
     * @throws Exception the very failure of the future, without a wrapper; {@link
     *     java.util.concurrent.CancellationException} when it was cancelled
     * @throws IllegalStateException as {@link #runForever}; also when {@link #stop} came before it was complete,
     *     which leaves the future alone
     * @throws IllegalArgumentException when the future belongs to another loop
     */
    <T> @Nullable T runUntilComplete(CompletionStage<T> future) throws Exception;

    /**
     * Ends the run when this turn ends: what is queued for this turn still runs, what is queued after that waits for the
     * next run. Before a run: that run does one turn.
     */
    void stop();

    /** Whether a thread is inside {@link #runForever} or {@link #runUntilComplete}. */
    boolean isRunning();

    /** Whether {@link #close} was called. */
    boolean isClosed();

    /**
     * Ends the loop, for good. Cancels callbacks and timers, completes every future that is still waiting with a {@link
     * java.util.concurrent.CancellationException}, aborts open transports and servers (each is reported to the exception
     * handler, and its protocol gets its {@code connectionLost}), tells the default executor to shut down without
     * waiting for it, and gives back all descriptors and memory. Does nothing when it was called before.
     *
     * @throws IllegalStateException when the loop is running
     */
    @Override
    void close();

    /** Whether the caller runs on this loop's thread; true on every thread before the first run. */
    boolean inLoop();

    // ---- scheduling

    /** Nanoseconds on this loop's clock: monotonic, with an arbitrary zero. What {@link #callAt} counts in. */
    long time();

    /**
     * Runs the callback with the next batch: in this turn when a protocol asks for it while the loop tells it what the kernel
     * has; in the next turn when a callback of the batch that runs asks for it, also a timer's or one that came from another
     * thread. First in, first out.
     *
     * @throws IllegalStateException when the loop is closed, when {@link LoopLimits#readyMax} callbacks are ready, and on
     *     another thread
     */
    Handle callSoon(Callback callback);

    /**
     * Runs the callback with the next batch that the loop begins, whichever thread asks for it; wakes the loop. What one thread
     * asks for in this way runs in the order in which it asked.
     *
     * @throws IllegalStateException when the loop is closed
     * @throws java.util.concurrent.RejectedExecutionException when {@link LoopLimits#inboxMax} callbacks from other threads wait
     */
    Handle callSoonThreadsafe(Callback callback);

    /** Runs the callback once this time has passed; never early. A negative delay is none. */
    TimerHandle callLater(Duration delay, Callback callback);

    /**
     * Runs the callback at this time of {@link #time}; never early. Callbacks that are due at the same time run in the
     * order in which they were asked for.
     */
    TimerHandle callAt(long when, Callback callback);

    /**
     * The loop as an executor: tasks run on the loop, in order; scheduled ones by its timers. Each call returns a view of
     * its own; shutting a view down ends that view only, and {@code shutdownNow} interrupts what it runs at that moment. Methods that wait ({@code invokeAll}, {@code awaitTermination},
     * {@code close}, {@code Future.get} of what is not done) throw {@link IllegalStateException} on the loop's own
     * thread, where they would wait for ever.
     */
    ScheduledExecutorService executor();

    /** A future for its owner to complete. */
    <T> LoopPromise<T> createFuture();

    /**
     * Runs work that blocks or computes on the default executor: a pool of at most {@code min(32, processors + 4)}
     * platform threads, made when it is first needed, or {@link LoopOptions#executor}. Cancelling the future takes the
     * work out of the queue; work that has started is interrupted by {@code cancel(true)} and left alone by {@code
     * cancel(false)}. Nothing goes along of what the caller has bound or set: neither scoped values nor thread-locals.
     *
     * @throws IllegalStateException after {@link #shutdownDefaultExecutor}
     */
    <T> LoopFuture<T> runInExecutor(Callable<T> work);

    /** As {@link #runInExecutor(Callable)}, on this executor. */
    <T> LoopFuture<T> runInExecutor(Executor executor, Callable<T> work);

    /**
     * Ends the default executor when its work is done; it takes no more work from now on.
     *
     * @param timeout how long to wait; after that it is left to itself, with a warning in the log
     */
    LoopFuture<Void> shutdownDefaultExecutor(Duration timeout);

    // ---- connections and servers

    /** As the longer form, with {@link ConnectOptions#DEFAULT}. */
    default <P extends BaseProtocol> LoopFuture<Connection<P>> createConnection(
            ProtocolFactory<P> factory, String host, int port) {
        return createConnection(factory, host, port, ConnectOptions.DEFAULT);
    }

    /**
     * Connects by TCP. A name is resolved off the loop; its addresses are tried in order. The protocol's {@code
     * connectionMade} has run when the future completes.
     *
     * <p>The future fails with an {@link java.io.IOException}: {@link java.net.UnknownHostException}, {@link
     * java.net.ConnectException} and their like, with what the other addresses said as {@linkplain
     * Throwable#getSuppressed suppressed}. Cancelling it ends the attempt and leaves nothing open.
     *
     * @param host a name or a numeric address, IPv6 with or without brackets and with a zone
     * @throws IllegalArgumentException when the port is not in 1 to 65535 or the host is empty
     */
    <P extends BaseProtocol> LoopFuture<Connection<P>> createConnection(
            ProtocolFactory<P> factory, String host, int port, ConnectOptions options);

    /** As the longer form, with {@link ServerOptions#DEFAULT}. */
    default LoopFuture<Server> createServer(ProtocolFactory<?> factory, String host, int port) {
        return createServer(factory, List.of(host), port, ServerOptions.DEFAULT);
    }

    /** As the longer form, with one host. */
    default LoopFuture<Server> createServer(ProtocolFactory<?> factory, String host, int port, ServerOptions options) {
        return createServer(factory, List.of(host), port, options);
    }

    /**
     * Listens for TCP connections: on all addresses of all hosts, each address once.
     *
     * <p>The future fails, with nothing left open, with {@link java.net.UnknownHostException}, or with a {@link
     * java.net.BindException} that names the address, or {@link UnsupportedOperationException} for an option that the backend
     * does not have.
     *
     * @param hosts names or numeric addresses; the empty string is every interface
     * @param port 0 for any free port (each socket gets its own)
     * @throws IllegalArgumentException when the port is not in 0 to 65535 or there is no host
     */
    LoopFuture<Server> createServer(ProtocolFactory<?> factory, List<String> hosts, int port, ServerOptions options);

    /** Connects to a UNIX socket in the file system. */
    default <P extends BaseProtocol> LoopFuture<Connection<P>> createUnixConnection(
            ProtocolFactory<P> factory, Path path) {
        return createUnixConnection(factory, UnixAddress.of(path));
    }

    /**
     * Connects to a UNIX socket.
     *
     * <p>The future fails with an {@link java.io.IOException}: {@link java.nio.file.NoSuchFileException}, {@link
     * java.nio.file.AccessDeniedException}, {@link java.net.ConnectException} when nobody listens, and their like; with
     * {@link UnsupportedOperationException} for an abstract name on the NIO backend.
     *
     * @throws IllegalArgumentException when the address has no name
     */
    <P extends BaseProtocol> LoopFuture<Connection<P>> createUnixConnection(
            ProtocolFactory<P> factory, UnixAddress address);

    /** Listens on a UNIX socket in the file system, with {@link UnixServerOptions#DEFAULT}. */
    default LoopFuture<Server> createUnixServer(ProtocolFactory<?> factory, Path path) {
        return createUnixServer(factory, UnixAddress.of(path), UnixServerOptions.DEFAULT);
    }

    /**
     * Listens on a UNIX socket. A socket file at that path is replaced, as in asyncio, also one that another server still
     * listens on: that one then gets no more connections. Any other file is left alone.
     *
     * <p>The future fails with a {@link java.net.BindException} that names the address, {@link
     * java.nio.file.NoSuchFileException} when the directory is missing, {@link java.nio.file.AccessDeniedException}; with
     * {@link UnsupportedOperationException} for an abstract name on the NIO backend.
     *
     * @throws IllegalArgumentException when the address has no name
     */
    LoopFuture<Server> createUnixServer(ProtocolFactory<?> factory, UnixAddress address, UnixServerOptions options);

    /**
     * Makes a connection of a connected stream socket, TCP or UNIX, that somebody else opened (asyncio's {@code sock=}
     * and {@code connect_accepted_socket}). On success the descriptor belongs to the loop: it is made non-blocking and
     * close-on-exec, and closed with the transport; nobody else may close it. When the future fails, or is cancelled before
     * the protocol was made, it is still the caller's. It fails with an {@link java.io.IOException} for a descriptor that is
     * not open, of another kind, or in use by this loop already; on the NIO backend, which cannot adopt descriptors, with
     * {@link UnsupportedOperationException}.
     */
    <P extends BaseProtocol> LoopFuture<Connection<P>> adoptConnection(ProtocolFactory<P> factory, int descriptor);

    /** As the longer form, with {@link ServerOptions#DEFAULT}. */
    default LoopFuture<Server> adoptServer(ProtocolFactory<?> factory, int descriptor) {
        return adoptServer(factory, descriptor, ServerOptions.DEFAULT);
    }

    /**
     * Serves on a bound stream socket that somebody else opened, as in socket activation. Ownership is as in {@link
     * #adoptConnection}. Of the options, those count that do not concern binding.
     */
    LoopFuture<Server> adoptServer(ProtocolFactory<?> factory, int descriptor, ServerOptions options);

    // ---- errors, debugging, watching

    /** Sets who is told about what nobody caught; null for {@link #defaultExceptionHandler}. */
    void setExceptionHandler(@Nullable ExceptionHandler handler);

    /** Who is told, null for the default. */
    @Nullable
    ExceptionHandler exceptionHandler();

    /** Writes the failure to the {@link System.Logger} {@code io.jvloop}, as an error. */
    void defaultExceptionHandler(ExceptionContext context);

    /**
     * Tells the exception handler. A handler that throws is replaced for this call by the default one, which is told
     * both failures.
     */
    void callExceptionHandler(ExceptionContext context);

    /** Whether debug mode is on. */
    boolean isDebug();

    /**
     * Turns debug mode on or off: slow callbacks are logged with the stack they had while they were slow, views of {@link
     * Protocol#dataReceived} die when it returns, and transports, servers and callbacks remember where they were made.
     */
    void setDebug(boolean debug);

    /** How long a callback may take before debug mode calls it slow. */
    Duration slowCallbackDuration();

    /**
     * Sets how long a callback may take.
     *
     * @param limit more than zero; a hundred years at most count
     */
    void setSlowCallbackDuration(Duration limit);

    /**
     * Figures about this loop. Counters are always kept. Times are measured from the first call of this method on, as
     * reading the clock twice a turn is not free; {@link Metrics#timedNanos} says for how long.
     */
    Metrics metrics();

    /** The backend that it runs on; never {@link Backend#AUTO}. */
    Backend backend();

    /** What of the backend is in use, and why it was taken, in one line. */
    String backendDetail();
}
