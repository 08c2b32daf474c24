// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

/** Who is told what epoll has seen. */
interface Watched {
    /** Something of what was waited for, or a hang-up, has happened. */
    void ready(int events);
}
