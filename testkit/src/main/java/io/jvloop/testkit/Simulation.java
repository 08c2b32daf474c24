// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.testkit.simulation.SimulatedRun;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;

/**
 * Runs a whole program of tasks in virtual time: its connections, timers and faults are those of a machine that is not there,
 * and one seed decides everything that is left to chance. The same seed is the same run.
 *
 * {@snippet :
 * Simulation.eachSeed(1000, Faults.USUAL, world -> {
 *     var server = startTask(() -> serve("127.0.0.1", 7000));
 *     world.partition("127.0.0.1", "127.0.0.2");
 *     sleep(Duration.ofHours(1));                      // takes no time
 *     world.heal();
 * });
 * }
 *
 * <p>Everything that waits by the loop is simulated: {@code Tasks}, streams, futures, and the untimed waits of {@code
 * java.util.concurrent} among tasks. The JDK wakes what waits for a time or for a contended monitor from threads of its own,
 * in real time: a task that is woken by another thread than the loop's, or is about to wait for that, fails the simulation,
 * with its name, its stack, and what to use instead. So does a program in which nothing can happen any more, one that does
 * not end, and anything that is reported to the exception handler. What a program reads of the real world (the clock, {@code
 * Math.random}, identity hash codes) is not decided by the seed: use {@code loop.time()} and {@link #random}.
 *
 * <p>When the main task has ended, what is left is cancelled and awaited, as by {@code Tasks.run}.
 *
 * <p>Needs a JVM whose loops can carry tasks: see {@code Tasks}. Hosts are loopback addresses, 127.0.0.1 to 127.255.255.254;
 * a connection comes from 127.0.0.1 unless it was made with a local address.
 *
 * <p>Thread: the program's tasks.
 */
public final class Simulation {
    private final SimulatedRun run;

    private Simulation(SimulatedRun run) {
        this.run = run;
    }

    /** A program. */
    @FunctionalInterface
    public interface Program {
        /** Its main task. */
        void run(Simulation world) throws Exception;
    }

    /**
     * Runs the program with this seed.
     *
     * @return the trace: a number that two runs share only when they did the same
     * @throws AssertionError when it fails; says how to have it again
     */
    public static long run(long seed, Faults faults, Program main) {
        try (SimulatedRun run = new SimulatedRun(seed, faults)) {
            return run.main(() -> main.run(new Simulation(run)));
        }
    }

    /** As {@link #run}, with each seed from 0 on, so many; with {@code -Dseed=N} with that one alone. */
    public static void eachSeed(int count, Faults faults, Program main) {
        Long one = Long.getLong("seed");
        if (one != null) {
            run(one, faults, main);
            return;
        }
        for (long seed = 0; seed < count; seed++) {
            run(seed, faults, main);
        }
    }

    /** What decides everything. */
    public long seed() {
        return run.network().seed();
    }

    /** Chance, by the seed. */
    public Random random() {
        return run.random();
    }

    /** How much virtual time has passed. */
    public Duration time() {
        return Duration.ofNanos(run.network().clock().nanoTime());
    }

    // ---- the network

    /** From now on nothing comes through between these two: what is on its way waits, new connections are not answered. */
    public void partition(String host, String other) {
        run.network().partition(InetAddress.ofLiteral(host), InetAddress.ofLiteral(other));
    }

    /** Everything comes through again. */
    public void heal() {
        run.network().heal();
    }

    /** Resets every connection of this host, as when it loses its power: both sides learn of it. */
    public void loseConnections(String host) {
        run.network().loseConnections(InetAddress.ofLiteral(host));
    }
}
