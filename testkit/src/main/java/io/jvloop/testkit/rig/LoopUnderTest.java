// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.Engine;
import io.jvloop.engine.EngineParts;
import io.jvloop.engine.Leftovers;
import io.jvloop.io.Capability;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.TaskMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop on one of the kernels, with everything that it tells its exception handler, and an audit at its end.
 *
 * <p>Thread: the test's.
 */
public final class LoopUnderTest implements AutoCloseable {
    private final Kernel kernel;
    private final @Nullable Descriptors descriptors;
    private final Kernel.Opened opened;
    private final Driver driver;
    private final List<ExceptionContext> reports = new ArrayList<>();
    private final Set<Server> servers = new LinkedHashSet<>();
    private BiConsumer<Transport, @Nullable Server> onConnection = (_, _) -> {};
    private @Nullable TransportProbe probe;
    private @Nullable Engine engine;

    /** Waits in slices, also where time is not real: no timer is due just because nothing else happens. */
    private boolean settling;

    /** On this kernel. */
    public LoopUnderTest(Kernel kernel) throws IoFailure {
        this.kernel = kernel;
        TaskThreads.canCarry(); // the JDK's own descriptors for it are none of the loop's
        descriptors = kernel.isSimulated() ? null : new Descriptors();
        opened = kernel.opener().open();
        driver = new Driver(kernel);
    }

    // ---- the loop

    /** The loop, opened with these options the first time. */
    public Engine open(LoopOptions options) {
        if (engine != null) {
            throw new IllegalStateException("the loop is open already");
        }
        EngineParts parts = opened.parts();
        Io io = new RigIo(opened.io(), opened.world(), () -> !kernel.isSimulated() || settling, driver::mayPoll);
        TransportProbe watching =
                new TransportProbe(options.probe(), (transport, server) -> onConnection.accept(transport, server));
        EngineParts wrapped = withTasks(parts.withIo(io));
        Engine loop = Engine.open(options.withProbe(watching), kernel.backend(), wrapped);
        loop.setExceptionHandler((_, context) -> reports.add(context));
        driver.drive(loop);
        probe = watching;
        engine = loop;
        return loop;
    }

    private EngineParts withTasks(EngineParts parts) {
        return kernel.tasks() == TaskMode.LENT ? parts.withThreads(TaskThreads::lent) : parts;
    }

    /** The loop. */
    public Engine loop() {
        return engine != null ? engine : open(LoopOptions.DEFAULT);
    }

    /** Calls this for each connection, before its protocol is told. */
    public void onConnection(BiConsumer<Transport, @Nullable Server> action) {
        onConnection = action;
    }

    /** Closes this server in the end. */
    public void closeAtEnd(Server server) {
        servers.add(server);
    }

    /** The other processes. */
    public World world() {
        return opened.world();
    }

    /** What the kernel can do. */
    public Set<Capability> capabilities() {
        return opened.io().capabilities();
    }

    // ---- running it

    /** Runs the loop until this holds, and fails after a while. */
    public void runUntil(String what, BooleanSupplier condition) {
        loop();
        driver.runUntil(what, condition);
    }

    /** Runs the loop until nothing has happened in so many polls. */
    public void settle(int quietPolls) {
        LongSupplier progress = opened.progress();
        int[] polls = new int[1];
        long[] seen = new long[1];
        settling = true;
        try {
            runUntil("the dust settles", () -> {
                if (progress != null && progress.getAsLong() != seen[0]) {
                    seen[0] = progress.getAsLong();
                    polls[0] = 0;
                }
                return polls[0]++ == quietPolls;
            });
        } finally {
            settling = false;
        }
    }

    /** Runs the loop until this is complete, and fails after a while. */
    public <T> @Nullable T await(CompletionStage<T> stage) throws Exception {
        loop();
        return driver.await(stage);
    }

    /** One turn that does not wait. */
    public void turn() {
        loop();
        driver.turn();
    }

    /** What the exception handler was told since this was last asked. */
    public List<ExceptionContext> takeReports() {
        List<ExceptionContext> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    // ---- the end

    /** Ends what is open, then fails if anything is left, or was reported that nobody asked for. */
    @Override
    public void close() {
        try (AutoCloseable _ = descriptors == null ? () -> {} : descriptors::checkNoneIsLeft;
                AutoCloseable _ = this::checkReports;
                World _ = opened.world()) {
            if (engine == null) {
                opened.io().close();
            } else {
                end(engine);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private void end(Engine loop) {
        if (loop.isClosed()) {
            check(loop.leftovers());
            return;
        }
        servers.forEach(Server::close);
        if (probe != null) {
            List.copyOf(probe.open()).forEach(Transport::abort);
        }
        try {
            runUntil("nothing is open", () -> isQuiet(loop));
        } catch (AssertionError stuck) {
            throw new AssertionError(
                    "left: " + loop.leftovers() + ", " + opened.io().audit(), stuck);
        }
        List<Task<?>> tasks = Tasks.allTasks(loop);
        if (!tasks.isEmpty()) {
            String dump = Tasks.dump(loop);
            loop.close();
            throw new AssertionError("left: tasks" + System.lineSeparator() + dump);
        }
        Leftovers left = loop.leftovers();
        loop.close();
        check(left); // timers too, which closing would have dropped
    }

    private boolean isQuiet(Engine loop) {
        Leftovers left = loop.leftovers();
        return left.transports() + left.servers() + left.connectors() + left.callbacks() + left.chunks() == 0
                && opened.io().audit().isClean();
    }

    private static void check(Leftovers left) {
        if (!left.isNone()) {
            throw new AssertionError("left: " + left);
        }
    }

    private void checkReports() {
        if (!reports.isEmpty()) {
            AssertionError unexpected = new AssertionError("reported to the exception handler: " + reports);
            reports.forEach(report -> {
                if (report.exception() != null) {
                    unexpected.addSuppressed(report.exception());
                }
            });
            throw unexpected;
        }
    }
}
