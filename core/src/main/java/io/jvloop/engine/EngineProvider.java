// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.BackendStatus;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.LoopProvider;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes the loops behind {@link EventLoop#open}. */
public final class EngineProvider implements LoopProvider {
    /** For {@link LoopProvider}, which finds it by its name. */
    public EngineProvider() {}

    @Override
    public EventLoop open(LoopOptions options) {
        return Engine.open(Settings.resolved(options));
    }

    @Override
    public @Nullable EventLoop current() {
        return Engine.current();
    }

    @Override
    public boolean isThreadOf(EventLoop loop) {
        return loop instanceof Engine engine && engine.isBoundToCurrentThread();
    }

    @Override
    public @Nullable Waiter waiterIfLent(@Nullable EventLoop loop) {
        return loop instanceof Engine engine && engine.isLent()
                ? engine.taskThreads().newParking()
                : null;
    }

    @Override
    public <T> T waiting(Callable<T> call) throws Exception {
        return Engine.current() instanceof Engine caller && caller.isLent()
                ? caller.taskThreads().waiting(call)
                : call.call();
    }

    @Override
    public void dispatch(EventLoop loop, Runnable work) {
        ((Engine) loop).scheduler().dispatch(work);
    }

    @Override
    public List<BackendStatus> backends() {
        return Backends.status();
    }
}
