// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

/** Which kind of stream sockets a test runs on. */
public enum SocketKind {
    /** TCP on 127.0.0.1. */
    TCP,
    /** UNIX sockets, in a folder of the test's own. */
    UNIX
}
