// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.Backend;
import io.jvloop.BaseProtocol;
import io.jvloop.Callback;
import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.ExceptionHandler;
import io.jvloop.Handle;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.Metrics;
import io.jvloop.Probe;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.TimerHandle;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.carry.TaskThreads;
import io.jvloop.io.Gather;
import io.jvloop.io.Io;
import io.jvloop.loop.Clock;
import io.jvloop.loop.Counters;
import io.jvloop.loop.Debugging;
import io.jvloop.loop.Errors;
import io.jvloop.loop.FlushQueue;
import io.jvloop.loop.GuardedProbe;
import io.jvloop.loop.LoopExecutor;
import io.jvloop.loop.Ownership;
import io.jvloop.loop.Scheduler;
import io.jvloop.loop.Timing;
import io.jvloop.loop.Turn;
import io.jvloop.net.ChunkPool;
import io.jvloop.net.NetContext;
import io.jvloop.net.Network;
import io.jvloop.net.OpenThings;
import io.jvloop.net.Resolver;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The loop: puts its parts together and hands every question to the one that has the answer. */
public final class Engine implements EventLoop {
    private static final int SLICES_PER_SEND = 64;

    private final Io io;
    private final Backend backend;
    private final String backendDetail;
    private final Clock clock;
    private final Resolver resolver;
    private final Function<Scheduler, TaskThreads> threads;
    private final Ownership ownership = new Ownership();
    private final Counters counters = new Counters();
    private final Errors errors;
    private final Debugging debugging;
    private final Scheduler scheduler;
    private final Timing timing;
    private final Run run;
    private final Promises promises;
    private final OffLoop offLoop;
    private volatile @Nullable TaskThreads tasks;
    private final Object extending = new Object();

    /** Few, and looked for often: in an array that is never written to. */
    private volatile Extension[] extensions = {};

    private final OpenThings open = new OpenThings();
    private final ChunkPool chunks = new ChunkPool();
    private final Network network;
    private volatile boolean closed;

    private Engine(LoopOptions options, Backend backend, EngineParts parts) {
        this.io = parts.io();
        this.backend = backend;
        this.backendDetail = parts.detail();
        this.clock = parts.clock();
        this.resolver = parts.resolver();
        this.threads = parts.threads();
        errors = new Errors(this, counters, options.probe());
        Probe probe = GuardedProbe.of(options.probe(), errors);
        debugging = new Debugging(errors, Boolean.TRUE.equals(options.debug()), options.slowCallback());
        scheduler = new Scheduler(ownership, clock, errors, debugging, counters, options.limits(), io::wakeup);
        timing = new Timing(clock, io);
        FlushQueue flushes = new FlushQueue();
        Turn turn = new Turn(io, scheduler, flushes, errors, counters, probe, timing);
        run = new Run(this, io, turn, errors, ownership);
        promises = new Promises(this);
        offLoop = new OffLoop(this, errors, options.executor(), parts.executor());
        network = new Network(
                new NetContext(
                        this,
                        io,
                        scheduler,
                        flushes,
                        errors,
                        counters,
                        probe,
                        options.limits(),
                        chunks,
                        new Gather(SLICES_PER_SEND),
                        open),
                resolver);
    }

    static EventLoop open(LoopOptions options) {
        Backends.Choice choice = Backends.open(Objects.requireNonNull(options.backend()));
        return new Engine(options, choice.backend(), EngineParts.of(choice.io(), choice.detail()));
    }

    /** A loop of these parts, with the name of this backend. */
    public static Engine open(LoopOptions options, Backend backend, EngineParts parts) {
        return new Engine(options, backend, parts);
    }

    static @Nullable EventLoop current() {
        return Run.current();
    }

    // ---- for what is built on it

    /** A part that came later: made when it is first asked for, told when the loop is about to be closed. */
    public interface Extension {
        /** The loop still works, and will not after this. */
        void closing();
    }

    /** The one of this kind. Thread: any. */
    public <E extends Extension> E extension(Class<E> kind, Function<Engine, E> maker) {
        E known = known(kind);
        return known == null ? extend(kind, maker) : known;
    }

    private <E extends Extension> @Nullable E known(Class<E> kind) {
        for (Extension each : extensions) {
            if (each.getClass() == kind) {
                return kind.cast(each);
            }
        }
        return null;
    }

    private <E extends Extension> E extend(Class<E> kind, Function<Engine, E> maker) {
        synchronized (extending) {
            E known = known(kind); // by another thread, meanwhile
            if (known != null) {
                return known;
            }
            E made = maker.apply(this);
            Extension[] longer = Arrays.copyOf(extensions, extensions.length + 1);
            longer[longer.length - 1] = made;
            extensions = longer;
            return made;
        }
    }

    /** How its tasks get to run. Thread: any. */
    public TaskThreads taskThreads() {
        TaskThreads known = tasks;
        if (known == null) {
            synchronized (extending) {
                known = tasks;
                if (known == null) {
                    known = threads.apply(scheduler);
                    tasks = known;
                }
            }
        }
        return known;
    }

    /** Whether the caller is a task that this loop is lent to. */
    boolean isLent() {
        TaskThreads known = tasks;
        return known != null && known.areLent() && Thread.currentThread().isVirtual() && ownership.inLoop();
    }

    /** Everything that is scheduled. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Who is told of failures. */
    public Errors errors() {
        return errors;
    }

    /** Says that the calling virtual thread is a task of this loop. */
    public void enterTask() {
        Run.enter(this);
    }

    /** One turn that does not wait long, outside of a run. */
    public void turn() {
        run.turn();
    }

    boolean isBoundToCurrentThread() {
        return ownership.isBareOwner();
    }

    // ---- lifecycle

    @Override
    public void runForever() {
        checkOpen();
        run.forever();
    }

    @Override
    public <T> @Nullable T runUntilComplete(CompletionStage<T> future) throws Exception {
        checkOpen();
        return run.untilComplete(future);
    }

    @Override
    public void stop() {
        ownership.check();
        run.stop();
    }

    @Override
    public boolean isRunning() {
        return run.isRunning();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean inLoop() {
        return ownership.inLoop();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        ownership.check();
        if (run.isRunning() || run.isTurning()) {
            throw new IllegalStateException("a loop that is running cannot be closed: stop it first");
        }
        closeExtensions();
        closed = true;
        scheduler.close();
        if (!ownership.isBound()) {
            io.attach(); // it takes a poll to close what was prepared for a run that never came
        }
        try {
            new Closing(io, errors, open, network, promises).run();
        } finally {
            offLoop.close();
            resolver.close();
            debugging.close();
        }
        io.close();
        chunks.close();
    }

    private void closeExtensions() {
        for (Extension known : extensions) {
            known.closing();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the event loop is closed");
        }
    }

    private void checkUsable() {
        ownership.check();
        checkOpen();
    }

    // ---- scheduling

    @Override
    public long time() {
        return clock.nanoTime();
    }

    @Override
    public Handle callSoon(Callback callback) {
        return scheduler.callSoon(callback);
    }

    @Override
    public Handle callSoonThreadsafe(Callback callback) {
        return scheduler.callSoonThreadsafe(callback);
    }

    @Override
    public TimerHandle callLater(Duration delay, Callback callback) {
        return scheduler.callLater(delay, callback);
    }

    @Override
    public TimerHandle callAt(long when, Callback callback) {
        return scheduler.callAt(when, callback);
    }

    @Override
    public ScheduledExecutorService executor() {
        return new LoopExecutor(this, scheduler);
    }

    @Override
    public <T> LoopPromise<T> createFuture() {
        checkOpen();
        LoopPromise<T> promise = promises.create();
        if (closed) { // meanwhile, by its own thread: which may not have seen this one
            promise.cancel(false);
        }
        return promise;
    }

    @Override
    public <T> LoopFuture<T> runInExecutor(Callable<T> work) {
        checkUsable();
        return offLoop.run(work);
    }

    @Override
    public <T> LoopFuture<T> runInExecutor(Executor executor, Callable<T> work) {
        checkUsable();
        return offLoop.run(executor, work);
    }

    @Override
    public LoopFuture<Void> shutdownDefaultExecutor(Duration timeout) {
        checkUsable();
        return offLoop.shutdown(timeout);
    }

    // ---- connections and servers

    @Override
    public <P extends BaseProtocol> LoopFuture<Connection<P>> createConnection(
            ProtocolFactory<P> factory, String host, int port, ConnectOptions options) {
        checkUsable();
        return network.connect(factory, host, port, options);
    }

    @Override
    public LoopFuture<Server> createServer(
            ProtocolFactory<?> factory, List<String> hosts, int port, ServerOptions options) {
        checkUsable();
        return network.listen(factory, hosts, port, options);
    }

    @Override
    public <P extends BaseProtocol> LoopFuture<Connection<P>> createUnixConnection(
            ProtocolFactory<P> factory, UnixAddress address) {
        checkUsable();
        return network.connectUnix(factory, address);
    }

    @Override
    public LoopFuture<Server> createUnixServer(
            ProtocolFactory<?> factory, UnixAddress address, UnixServerOptions options) {
        checkUsable();
        return network.listenUnix(factory, address, options);
    }

    @Override
    public <P extends BaseProtocol> LoopFuture<Connection<P>> adoptConnection(
            ProtocolFactory<P> factory, int descriptor) {
        checkUsable();
        return network.adopt(factory, descriptor);
    }

    @Override
    public LoopFuture<Server> adoptServer(ProtocolFactory<?> factory, int descriptor, ServerOptions options) {
        checkUsable();
        return network.adoptServer(factory, descriptor, options);
    }

    // ---- errors, debugging, watching

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        ownership.check();
        errors.setHandler(handler);
    }

    @Override
    public @Nullable ExceptionHandler exceptionHandler() {
        ownership.check();
        return errors.handler();
    }

    @Override
    public void defaultExceptionHandler(ExceptionContext context) {
        ownership.check();
        errors.log(context);
    }

    @Override
    public void callExceptionHandler(ExceptionContext context) {
        ownership.check();
        errors.report(context);
    }

    @Override
    public boolean isDebug() {
        return debugging.isOn();
    }

    @Override
    public void setDebug(boolean debug) {
        debugging.set(debug);
    }

    @Override
    public Duration slowCallbackDuration() {
        return debugging.limit();
    }

    @Override
    public void setSlowCallbackDuration(Duration limit) {
        debugging.setLimit(LoopOptions.DEFAULT.withSlowCallback(limit).slowCallback()); // which checks it
    }

    @Override
    public Metrics metrics() {
        timing.ask();
        // SAFETY: acquire, as the counters are plain fields of the loop's; else a thread that waits for one of them
        // may be compiled into one that has read it once
        VarHandle.acquireFence();
        return new Metrics(
                counters.turns,
                counters.callbacks,
                scheduler.readyCount(),
                scheduler.timerCount(),
                counters.inboxHighest,
                counters.bytesReceived,
                counters.bytesSent,
                counters.accepted,
                counters.connected,
                counters.lost,
                open.transports().size(),
                counters.failures,
                timing.timedNanos(),
                timing.waitedNanos(),
                timing.longestTurnNanos());
    }

    @Override
    public Backend backend() {
        return backend;
    }

    /** What is still there. Also after the close. */
    public Leftovers leftovers() {
        return new Leftovers(
                open.transports().size(),
                open.servers().size(),
                open.connectorCount(),
                scheduler.timerCount(),
                scheduler.readyCount(),
                chunks.used());
    }

    @Override
    public String backendDetail() {
        return backendDetail;
    }

    @Override
    public String toString() {
        return "EventLoop[" + backend.id() + ", " + (closed ? "closed" : run.isRunning() ? "running" : "stopped") + "]";
    }
}
