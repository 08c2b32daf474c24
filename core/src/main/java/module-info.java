// SPDX-License-Identifier: Apache-2.0
/**
 * The event loop: scheduling, TCP and UNIX sockets, with asyncio's behaviour, on io_uring, epoll and NIO. Start at {@link
 * io.jvloop.EventLoop}.
 */
@SuppressWarnings("module") // the testkit is compiled later
@org.jspecify.annotations.NullMarked
module io.jvloop {
    requires static transitive org.jspecify;

    exports io.jvloop;
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

    uses io.jvloop.LoopProvider;

    provides io.jvloop.LoopProvider with
            io.jvloop.engine.EngineProvider;
}
