// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between those who transport bytes and a kernel: {@link io.jvloop.io.Io} says it all. io_uring, epoll and NIO
 * keep it in packages of their own; so does the fake kernel of the testkit.
 */
package io.jvloop.io;
