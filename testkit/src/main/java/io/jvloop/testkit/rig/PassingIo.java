// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.WaitHook;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kernel that passes everything on to another one: for those who want to stand in between. */
public abstract class PassingIo implements Io {
    private final Io io;

    /** To this one. */
    protected PassingIo(Io io) {
        this.io = io;
    }

    @Override
    public void poll(long timeoutNanos) {
        io.poll(timeoutNanos);
    }

    @Override
    public String name() {
        return io.name();
    }

    @Override
    public String detail() {
        return io.detail();
    }

    @Override
    public Set<Capability> capabilities() {
        return io.capabilities();
    }

    @Override
    public void attach() {
        io.attach();
    }

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        io.setWaitHook(hook);
    }

    @Override
    public void setEventHook(@Nullable Runnable hook) {
        io.setEventHook(hook);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        return io.listen(address, options);
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        return io.connect(remote, local, connected);
    }

    @Override
    public IoStream adoptStream(int descriptor) throws IoFailure {
        return io.adoptStream(descriptor);
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) throws IoFailure {
        return io.adoptListener(descriptor, options);
    }

    @Override
    public Audit audit() {
        return io.audit();
    }

    @Override
    public void close() {
        io.close();
    }
}
