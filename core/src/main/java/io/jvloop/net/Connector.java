// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.LoopPromise;
import io.jvloop.ProtocolFactory;
import io.jvloop.TimerHandle;
import io.jvloop.UnixAddress;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: tries addresses in order, each when the one before has failed or, with a delay (RFC 8305), has
 * not answered in time. The first one to stand is taken, the others are given back.
 *
 * @param <P> the protocol
 */
final class Connector<P extends BaseProtocol> {
    /** A UNIX socket whose backlog is full: connect(2) does not wait, so this does. */
    private static final Duration BACKLOG_RETRY = Duration.ofMillis(2);

    private static final Duration BACKLOG_PATIENCE = Duration.ofSeconds(10);

    private final NetContext context;
    private final ProtocolFactory<P> factory;
    private final ConnectOptions options;
    private final LoopPromise<Connection<P>> promise;
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final Set<Attempt> attempts = new LinkedHashSet<>();
    private final List<IOException> failures = new ArrayList<>();
    private List<InetSocketAddress> localAddresses = List.of();
    private @Nullable TimerHandle nextAttempt;
    private boolean ended;

    Connector(
            NetContext context,
            ProtocolFactory<P> factory,
            ConnectOptions options,
            LoopPromise<Connection<P>> promise) {
        this.context = context;
        this.factory = factory;
        this.options = options;
        this.promise = promise;
        context.open().connectors().add(this);
        promise.onCancel(_ -> end());
    }

    /** Tries these. */
    void connect(List<? extends SocketAddress> remote, List<InetSocketAddress> local) {
        if (!ended) {
            untried.addAll(remote);
            localAddresses = local;
            tryNext();
        }
    }

    /** It cannot even be tried. */
    void fail(Throwable failure) {
        if (!ended) {
            end();
            promise.completeExceptionally(failure);
        }
    }

    private void tryNext() {
        cancelTimer();
        while (!ended) {
            SocketAddress address = untried.poll();
            if (address == null) {
                if (attempts.isEmpty()) {
                    fail(summary());
                }
                return;
            }
            if (new Attempt(address).start()) {
                break;
            }
        }
        if (!ended && options.happyEyeballsDelay() != null && !untried.isEmpty()) {
            nextAttempt = context.scheduler().callLater(options.happyEyeballsDelay(), this::tryNext);
        }
    }

    private void cancelTimer() {
        if (nextAttempt != null) {
            nextAttempt.cancel();
            nextAttempt = null;
        }
    }

    /** The first failure, with the others attached. */
    private IOException summary() {
        IOException first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        return first;
    }

    /** Gives back everything that is under way. */
    private void end() {
        ended = true;
        context.open().connectors().remove(this);
        cancelTimer();
        List.copyOf(attempts).forEach(Attempt::giveBack);
    }

    private void connected(IoStream stream, SocketAddress remote) {
        end();
        P protocol;
        try {
            if (remote instanceof InetSocketAddress) {
                stream.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
                if (options.keepAlive()) {
                    stream.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                }
            }
            protocol = factory.create();
            SocketTransport.checked(protocol);
        } catch (Throwable failure) {
            stream.close(_ -> {});
            promise.completeExceptionally(
                    failure instanceof IoFailure known ? NetErrors.connect(remote, null, known.result()) : failure);
            return;
        }
        if (promise.isDone()) { // cancelled inside the factory, or on another thread
            stream.close(_ -> {});
            return;
        }
        context.counters().connected++;
        SocketTransport transport = new SocketTransport(context, stream, protocol, null);
        transport.startOrLose();
        if (!promise.complete(new Connection<>(transport, protocol))) {
            transport.close(); // nobody will ever get to know of it
        }
    }

    /** One address. */
    private final class Attempt {
        private final SocketAddress remote;
        private final long givingUp = context.scheduler().clock().nanoTime() + BACKLOG_PATIENCE.toNanos();
        private @Nullable SocketAddress local;
        private @Nullable IoStream stream;
        private @Nullable TimerHandle retry;

        Attempt(SocketAddress remote) {
            this.remote = remote;
        }

        /** False when it has failed at once. */
        boolean start() {
            try {
                local = chosenLocal();
                stream = context.io().connect(remote, local, this::completed);
                attempts.add(this);
                return true;
            } catch (IoFailure failure) {
                failures.add(NetErrors.connect(remote, local, failure.result()));
            } catch (UnsupportedOperationException refused) {
                fail(refused);
            } catch (IOException failure) {
                failures.add(failure);
            } catch (IllegalStateException refused) { // by a kernel that cannot watch it
                failures.add(new IOException("connect to " + NetErrors.text(remote) + ": cannot be watched", refused));
            }
            return false;
        }

        private @Nullable SocketAddress chosenLocal() throws IOException {
            if (localAddresses.isEmpty() || !(remote instanceof InetSocketAddress internet)) {
                return null;
            }
            for (InetSocketAddress local : localAddresses) {
                if (Hosts.familyOf(local.getAddress()) == Hosts.familyOf(internet.getAddress())) {
                    return local;
                }
            }
            throw new ConnectException("no local address of the family of " + NetErrors.text(remote) + ": "
                    + localAddresses.stream().map(NetErrors::text).toList());
        }

        private void completed(int result) {
            IoStream opened = stream;
            if (opened == null) {
                return; // given back
            }
            if (result >= 0) {
                attempts.remove(this);
                connected(opened, remote);
                return;
            }
            giveBack();
            boolean backlogFull = remote instanceof UnixAddress && Result.error(result) == IoError.WOULD_BLOCK;
            if (backlogFull && context.scheduler().clock().nanoTime() < givingUp) {
                attempts.add(this);
                retry = context.scheduler().callLater(BACKLOG_RETRY, this::startAgain);
            } else {
                failures.add(NetErrors.connect(remote, local, result));
                tryNext();
            }
        }

        private void startAgain() {
            retry = null;
            if (!start()) {
                attempts.remove(this);
                tryNext();
            }
        }

        void giveBack() {
            attempts.remove(this);
            if (retry != null) {
                retry.cancel();
            }
            IoStream opened = stream;
            stream = null;
            if (opened != null) {
                opened.close(_ -> {});
            }
        }
    }
}
