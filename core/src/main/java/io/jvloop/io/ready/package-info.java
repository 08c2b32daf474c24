// SPDX-License-Identifier: Apache-2.0
/** Sockets that say when they are ready, and are then asked: what epoll and NIO have in common. */
package io.jvloop.io.ready;
