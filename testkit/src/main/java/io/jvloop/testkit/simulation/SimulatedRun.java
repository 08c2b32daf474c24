// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.simulation;

import io.jvloop.Backend;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.Engine;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.Faults;
import io.jvloop.testkit.sim.SimIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program, with one seed.
 *
 * <p>Thread: the one that runs it.
 */
public final class SimulatedRun implements AutoCloseable {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final SimNetwork network;
    private final Random random;
    private final Engine loop;
    private final Watch watch;
    private final List<ExceptionContext> reports = new ArrayList<>();

    /** A new machine. */
    public SimulatedRun(long seed, Faults faults) {
        network = new SimNetwork(seed, faults);
        random = new Random(seed);
        SimIo io = new SimIo(network);
        watch = new Watch(io);
        loop = Engine.open(
                LoopOptions.DEFAULT,
                Backend.IO_URING,
                SimParts.of(network, watch)
                        .withThreads(scheduler -> TaskThreads.watched(scheduler, watch::handedInByAnother)));
        loop.setExceptionHandler((_, context) -> reports.add(context));
        watch.over(loop);
    }

    /** The machine and its network. */
    public SimNetwork network() {
        return network;
    }

    /** Chance, by the seed. */
    public Random random() {
        return random;
    }

    /** Runs the main task, then ends what is left; answers the trace. */
    public long main(Body main) {
        Throwable failure = null;
        try {
            Task<Void> task = Tasks.submit(loop, main);
            loop.runUntilComplete(task);
            cancelTheRest();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            watch.stop();
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
        try {
            loop.close();
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
        failIf(failure);
        return network.trace().hash();
    }

    private void cancelTheRest() throws Exception {
        List<Task<?>> left = Tasks.allTasks(loop);
        left.forEach(task -> task.cancel(true));
        loop.runUntilComplete(Tasks.submit(loop, () -> {
            Tasks.waitAll(left);
            Tasks.sleep(LINGER); // what they have closed is gone by then
        }));
    }

    private void failIf(@Nullable Throwable failure) {
        if (failure == null && reports.isEmpty()) {
            return;
        }
        String again = "[seed " + network.seed() + "; again with -Dseed=" + network.seed() + "] ";
        AssertionError error = failure != null
                ? new AssertionError(again + failure, failure)
                : new AssertionError(again + "reported to the exception handler: " + said());
        for (ExceptionContext report : reports) {
            if (report.exception() != null && report.exception() != failure) {
                error.addSuppressed(report.exception());
            }
        }
        throw error;
    }

    private String said() {
        StringJoiner text = new StringJoiner("; ");
        for (ExceptionContext report : reports) {
            text.add(report.exception() == null ? report.toString() : report + ": " + report.exception());
        }
        return text.toString();
    }

    @Override
    public void close() {
        loop.close();
    }
}
