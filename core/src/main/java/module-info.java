// SPDX-License-Identifier: Apache-2.0
/**
 * The event loop: scheduling, tasks, TCP and UNIX sockets, with asyncio's behaviour, on io_uring, epoll and NIO. Start at
 * {@link io.jvloop.EventLoop}, or at {@link io.jvloop.task.Tasks}.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // those that the inside is shown to are built after it
module io.jvloop {
    requires static org.jspecify;
    requires jdk.unsupported; // signals

    exports io.jvloop;
    exports io.jvloop.stream;
    exports io.jvloop.task;
    exports io.jvloop.carry to
            io.jvloop.testkit;
    exports io.jvloop.engine to
            io.jvloop.testkit;
    exports io.jvloop.io to
            io.jvloop.testkit;
    exports io.jvloop.io.epoll to
            io.jvloop.testkit;
    exports io.jvloop.io.fd to
            io.jvloop.testkit;
    exports io.jvloop.io.nio to
            io.jvloop.testkit;
    exports io.jvloop.io.uring to
            io.jvloop.testkit;
    exports io.jvloop.loop to
            io.jvloop.testkit;
    exports io.jvloop.net to
            io.jvloop.testkit;
}
