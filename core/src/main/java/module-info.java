// SPDX-License-Identifier: Apache-2.0
/**
 * The event loop: scheduling, TCP and UNIX sockets, with asyncio's behaviour, on io_uring, epoll and NIO. Start at {@link
 * io.jvloop.EventLoop}.
 */
@org.jspecify.annotations.NullMarked
module io.jvloop {
    requires static transitive org.jspecify;
    requires jdk.unsupported; // signals

    exports io.jvloop;
    exports io.jvloop.task;
}
