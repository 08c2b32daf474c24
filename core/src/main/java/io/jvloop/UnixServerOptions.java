// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * How {@link EventLoop#createUnixServer} listens.
 *
 * @param backlog connections that the kernel keeps for a server that has not accepted them yet: 1 or more
 * @param cleanupSocket whether to remove the socket's file on close, provided that it is still the one that was made
 *     (the same inode), not a successor's
 * @param startServing whether to accept connections at once, or only after {@link Server#startServing}
 */
public record UnixServerOptions(int backlog, boolean cleanupSocket, boolean startServing) {
    /** asyncio's: a backlog of 100, the file removed on close. */
    public static final UnixServerOptions DEFAULT = new UnixServerOptions(100, true, true);

    /** Checks the backlog. */
    public UnixServerOptions {
        ServerOptions.checkBacklog(backlog);
    }

    /** With this backlog. */
    public UnixServerOptions withBacklog(int value) {
        return new UnixServerOptions(value, cleanupSocket, startServing);
    }

    /** Removing the file on close or leaving it. */
    public UnixServerOptions withCleanupSocket(boolean value) {
        return new UnixServerOptions(backlog, value, startServing);
    }

    /** Accepting at once or only when told to. */
    public UnixServerOptions withStartServing(boolean value) {
        return new UnixServerOptions(backlog, cleanupSocket, value);
    }
}
