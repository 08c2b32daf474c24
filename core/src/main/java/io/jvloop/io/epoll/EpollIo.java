// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Memory;
import io.jvloop.io.Outstanding;
import io.jvloop.io.Slots;
import io.jvloop.io.WaitHook;
import io.jvloop.io.fd.AdaptiveSpin;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSockets;
import io.jvloop.io.fd.Native;
import io.jvloop.io.fd.WakeupFd;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Timespec;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kernel by epoll(7). */
public final class EpollIo implements Io {
    private static final int EVENTS_PER_POLL = 1024;
    private static final int RECEIVE_BYTES = 256 * 1024;
    private static final long WAKEUP = -1;
    private static final long MILLISECOND = 1_000_000;

    private final Native c = new Native();
    private final FdSockets sockets = new FdSockets(c);
    private final Slots<Watched> watched = new Slots<>();
    private final Outstanding outstanding = new Outstanding();
    private final MemorySegment events = c.arena().allocate(EVENTS_PER_POLL * EpollEvent.SIZE, 8);
    private final MemorySegment event = c.arena().allocate(EpollEvent.SIZE, 8);
    private final MemorySegment timespec = c.arena().allocate(Timespec.LAYOUT);
    private final Memory received = Memory.allocate(c.arena(), RECEIVE_BYTES);
    private final int epfd;
    private final WakeupFd wakeup;
    private final AdaptiveSpin spin = new AdaptiveSpin();
    private @Nullable WaitHook hook;
    private @Nullable Runnable eventHook;
    private boolean hasPwait2 = true;

    /** Opens it. */
    public EpollIo() throws IoFailure {
        int opened = -1;
        try {
            opened = Failures.check(Libc.epoll_create1(c.errno(), Libc.EPOLL_CLOEXEC));
            epfd = opened;
            wakeup = new WakeupFd(c);
        } catch (IoFailure failure) {
            if (opened >= 0) {
                Libc.close(c.errno(), opened);
            }
            c.close();
            throw failure;
        }
        control(0, EpollEvent.EPOLLIN, wakeup.fd(), WAKEUP);
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public String detail() {
        return "level-triggered, " + RECEIVE_BYTES / 1024 + " KiB receive buffer";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void attach() {}

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        this.hook = hook;
    }

    @Override
    public void setEventHook(@Nullable Runnable hook) {
        eventHook = hook;
    }

    // ---- waiting

    @Override
    public void poll(long timeoutNanos) {
        int count = hook == null ? waitFor(outstanding.hasDue() ? 0 : timeoutNanos) : waitHooked(hook, timeoutNanos);
        for (int i = 0; i < count; i++) {
            long id = EpollEvent.data(events, i);
            if (id == WAKEUP) {
                wakeup.reset();
            } else {
                Watched ready = watched.get(id);
                if (ready != null) {
                    ready.ready(EpollEvent.events(events, i));
                    if (eventHook != null) {
                        eventHook.run();
                    }
                }
            }
        }
        outstanding.tellDue(eventHook);
    }

    private int waitHooked(WaitHook hook, long timeoutNanos) {
        int count = waitFor(0);
        if (count == 0 && timeoutNanos != 0 && !outstanding.hasDue()) {
            hook.beforeWait();
            try {
                count = waitFor(timeoutNanos);
            } finally {
                hook.afterWait();
            }
        }
        return count;
    }

    /** How many events there are; 0 also when a signal came. */
    private int waitFor(long timeoutNanos) {
        int count = 0;
        if (timeoutNanos != 0 && spin.begins(timeoutNanos)) {
            do {
                count = Libc.epoll_wait(c.errno(), epfd, events, EVENTS_PER_POLL, 0);
            } while (count == 0 && spin.goesOn());
            spin.ended(count != 0);
        }
        if (count == 0) {
            count = timeoutNanos > 0
                    ? waitTimed(timeoutNanos)
                    : Libc.epoll_wait(c.errno(), epfd, events, EVENTS_PER_POLL, timeoutNanos == 0 ? 0 : -1);
        }
        if (count < 0 && count != -Errno.EINTR) {
            throw new AssertionError("epoll_wait: " + Errno.name(-count));
        }
        return Math.max(count, 0);
    }

    private int waitTimed(long timeoutNanos) {
        if (hasPwait2) {
            Timespec.set(timespec, timeoutNanos);
            int count = Libc.epoll_pwait2(c.errno(), epfd, events, EVENTS_PER_POLL, timespec);
            if (count != -Errno.ENOSYS && count != -Errno.EPERM) {
                return count;
            }
            hasPwait2 = false; // older than Linux 5.11, or a seccomp filter that is
        }
        long millis = Math.min((timeoutNanos + MILLISECOND - 1) / MILLISECOND, Integer.MAX_VALUE);
        return Libc.epoll_wait(c.errno(), epfd, events, EVENTS_PER_POLL, (int) millis);
    }

    @Override
    public void wakeup() {
        wakeup.wake();
    }

    // ---- opening

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        return new EpollListener(this, sockets.listen(address, options), null);
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        FdSockets.Connecting connecting = sockets.connect(remote, local);
        EpollStream stream = new EpollStream(this, connecting.socket(), null);
        if (!connecting.underWay()) {
            outstanding.complete(connected, connecting.result());
            return stream;
        }
        try {
            stream.awaitConnected(connected);
        } catch (IllegalStateException refused) { // the stream is nobody's but ours yet
            stream.close(_ -> {});
            throw refused;
        }
        return stream;
    }

    @Override
    public IoStream adoptStream(int descriptor) throws IoFailure {
        return new EpollStream(this, sockets.adoptStream(descriptor), null);
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) throws IoFailure {
        return new EpollListener(this, sockets.adoptListener(descriptor, options), options);
    }

    // ---- for its streams and listeners

    FdSockets sockets() {
        return sockets;
    }

    /** The memory that every receive goes to. */
    Memory received() {
        return received;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    long add(Watched thing) {
        return watched.add(thing);
    }

    void remove(long id) {
        watched.remove(id);
    }

    /** One that somebody else has closed is out of the set already (asyncio's EpollSelector.unregister). */
    void control(int before, int after, int fd, long id) {
        int operation = before == 0 ? Libc.EPOLL_CTL_ADD : after == 0 ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
        EpollEvent.set(event, after, id);
        int answer = Libc.epoll_ctl(c.errno(), epfd, operation, fd, event);
        if (answer < 0 && after != 0) {
            throw new IllegalStateException("epoll_ctl of descriptor " + fd + ": " + Errno.name(-answer)
                    + (answer == -Errno.EBADF ? "; somebody else has closed it" : ""));
        }
    }

    // ---- ending

    @Override
    public Audit audit() {
        return outstanding.audit();
    }

    @Override
    public void close() {
        audit().checkClean();
        wakeup.close();
        Libc.close(c.errno(), epfd);
        c.close();
    }
}
