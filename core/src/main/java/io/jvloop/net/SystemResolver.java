// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Names as the JDK resolves them, which blocks: on a few threads of its own, so that slow look-ups hold up nobody but each
 * other. The threads are made when they are first needed and go after a while.
 */
public final class SystemResolver implements Resolver {
    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private @Nullable ThreadPoolExecutor pool;

    @Override
    public void resolve(String host, Found found) {
        pool().execute(() -> {
            List<InetAddress> addresses;
            try {
                addresses = List.of(InetAddress.getAllByName(host));
            } catch (Throwable failure) {
                found.accept(null, failure);
                return;
            }
            found.accept(addresses, null);
        });
    }

    private ThreadPoolExecutor pool() {
        if (pool == null) {
            pool = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedTransferQueue<>(),
                    Thread.ofPlatform().daemon().name("jvloop-resolver-", 1).factory());
            pool.allowCoreThreadTimeOut(true);
        }
        return pool;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }
}
