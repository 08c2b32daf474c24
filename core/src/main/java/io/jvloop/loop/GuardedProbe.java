// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.ExceptionContext;
import io.jvloop.Probe;
import io.jvloop.Server;
import io.jvloop.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's probe: what it throws is reported, and disturbs nobody. Each method has a try of its own, as a lambda
 * would be garbage for each message.
 *
 * <p>Thread: the loop's.
 */
public final class GuardedProbe implements Probe {
    private final Probe probe;
    private final Errors errors;

    private GuardedProbe(Probe probe, Errors errors) {
        this.probe = probe;
        this.errors = errors;
    }

    /** Guards this probe; {@link Probe#NONE} is returned as it is, and costs nothing. */
    public static Probe of(Probe probe, Errors errors) {
        return probe == Probe.NONE ? probe : new GuardedProbe(probe, errors);
    }

    @Override
    public void pollStarted(long timeoutNanos) {
        try {
            probe.pollStarted(timeoutNanos);
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void pollEnded() {
        try {
            probe.pollEnded();
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void connectionMade(Transport transport, @Nullable Server server) {
        try {
            probe.connectionMade(transport, server);
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void connectionLost(Transport transport, @Nullable Throwable cause) {
        try {
            probe.connectionLost(transport, cause);
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void received(Transport transport, int bytes) {
        try {
            probe.received(transport, bytes);
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void sent(Transport transport, long bytes) {
        try {
            probe.sent(transport, bytes);
        } catch (Throwable broken) {
            broke(broken);
        }
    }

    @Override
    public void failed(ExceptionContext context) {
        // Errors guards this call: a report of its failure would make the same call again
        probe.failed(context);
    }

    private void broke(Throwable broken) {
        errors.report(ExceptionContext.of("Unhandled error in probe", broken));
    }
}
