// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** What can go wrong, whatever the system. */
public enum IoError {
    ADDRESS_IN_USE("address already in use"),
    ADDRESS_NOT_AVAILABLE("cannot assign requested address"),
    ADDRESS_FAMILY_NOT_SUPPORTED("address family not supported"),
    PERMISSION_DENIED("permission denied"),
    NO_SUCH_FILE("no such file or directory"),
    CONNECTION_REFUSED("connection refused"),
    CONNECTION_RESET("connection reset by peer"),
    CONNECTION_ABORTED("connection aborted"),
    BROKEN_PIPE("broken pipe"),
    NOT_CONNECTED("not connected"),
    TIMED_OUT("connection timed out"),
    NETWORK_UNREACHABLE("network is unreachable"),
    HOST_UNREACHABLE("no route to host"),
    OUT_OF_DESCRIPTORS("too many open files"),
    OUT_OF_MEMORY("out of memory"),
    /** It would have to wait where it cannot: a UNIX socket whose backlog is full. */
    WOULD_BLOCK("resource temporarily unavailable"),
    /** Taken back before it was done. */
    CANCELLED("operation cancelled"),
    BAD_DESCRIPTOR("no such descriptor is open"),
    USED_BY_LOOP("in use by this event loop already"),
    NOT_A_SOCKET("not a socket"),
    NOT_A_STREAM("not a stream socket"),
    LISTENING("a listening socket, not a connected one"),
    CONNECTED("a connected socket, not a listening one"),
    PATH_TOO_LONG("path too long: on Linux the JDK takes at most 106 bytes, the system 107"),
    INVALID("invalid argument"),
    UNSUPPORTED("not supported"),
    OTHER("input/output error");

    private final String words;

    IoError(String words) {
        this.words = words;
    }

    /** In words, for a message. */
    public String words() {
        return words;
    }
}
