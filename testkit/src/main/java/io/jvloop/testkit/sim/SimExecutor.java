// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An executor without threads: work is done by itself, after a while, while the kernel waits. */
final class SimExecutor extends AbstractExecutorService {
    private final SimNetwork network;
    private int queued;
    private volatile boolean shutDown;

    SimExecutor(SimNetwork network) {
        this.network = network;
    }

    @Override
    public void execute(Runnable work) {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        queued++;
        network.after(network.delay(), () -> {
            queued--;
            work.run();
        });
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutDown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown && queued == 0;
    }

    /** Does not wait: here nothing happens while somebody does. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}
