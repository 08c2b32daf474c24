// SPDX-License-Identifier: Apache-2.0
/** Sockets that are descriptors: what io_uring and epoll have in common. */
package io.jvloop.io.fd;
