// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import io.jvloop.io.IoFailure;
import io.jvloop.sys.Libc;
import java.lang.foreign.ValueLayout;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;

/** The options of one socket: the JDK's names, C's numbers (socket(7), tcp(7), ip(7)). */
record FdOptions(Native c, int fd) {
    private enum Kind {
        NUMBER,
        OCTET,
        FLAG,
        LINGER
    }

    private record Known(int level, int name, Kind kind) {}

    private static final Map<SocketOption<?>, Known> KNOWN = Map.of(
            StandardSocketOptions.TCP_NODELAY, new Known(Libc.IPPROTO_TCP, Libc.TCP_NODELAY, Kind.FLAG),
            StandardSocketOptions.SO_KEEPALIVE, new Known(Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, Kind.FLAG),
            StandardSocketOptions.SO_REUSEADDR, new Known(Libc.SOL_SOCKET, Libc.SO_REUSEADDR, Kind.FLAG),
            StandardSocketOptions.SO_REUSEPORT, new Known(Libc.SOL_SOCKET, Libc.SO_REUSEPORT, Kind.FLAG),
            StandardSocketOptions.SO_RCVBUF, new Known(Libc.SOL_SOCKET, Libc.SO_RCVBUF, Kind.NUMBER),
            StandardSocketOptions.SO_SNDBUF, new Known(Libc.SOL_SOCKET, Libc.SO_SNDBUF, Kind.NUMBER),
            StandardSocketOptions.SO_LINGER, new Known(Libc.SOL_SOCKET, Libc.SO_LINGER, Kind.LINGER),
            StandardSocketOptions.IP_TOS, new Known(Libc.IPPROTO_IP, Libc.IP_TOS, Kind.OCTET));

    private static Known known(SocketOption<?> option) {
        Known known = KNOWN.get(option);
        if (known == null) {
            throw new UnsupportedOperationException("no such option on a stream socket: " + option.name());
        }
        return known;
    }

    <T> T get(SocketOption<T> option) throws IoFailure {
        Known known = known(option);
        int first = Failures.check(number(known.level, known.name));
        Object value = switch (known.kind) {
            case FLAG -> first != 0;
            case NUMBER, OCTET -> first;
            case LINGER -> first == 0 ? -1 : c.value.get(ValueLayout.JAVA_INT, Integer.BYTES);
        };
        return option.type().cast(value);
    }

    <T> void set(SocketOption<T> option, T value) throws IoFailure {
        Known known = known(option);
        switch (known.kind) {
            case FLAG -> Failures.check(setNumber(known.level, known.name, (Boolean) value ? 1 : 0));
            case NUMBER, OCTET -> {
                int number = (Integer) value;
                if (number < 0) { // the kernel would take it for a very large one
                    throw new IllegalArgumentException(option.name() + " " + number + ": expected 0 or more");
                }
                if (known.kind == Kind.OCTET && number > 255) { // the kernel would cut it
                    throw new IllegalArgumentException(option.name() + " " + number + ": expected 255 or less");
                }
                Failures.check(setNumber(known.level, known.name, number));
            }
            case LINGER -> {
                int seconds = (Integer) value;
                // struct linger: whether, and for how long
                c.value.set(ValueLayout.JAVA_INT, 0, seconds < 0 ? 0 : 1);
                c.value.set(ValueLayout.JAVA_INT, Integer.BYTES, Math.max(seconds, 0));
                Failures.check(Libc.setsockopt(c.errno, fd, known.level, known.name, c.value, 2 * Integer.BYTES));
            }
        }
    }

    /** The first int of the option's value, or -errno. */
    int number(int level, int name) {
        c.value.set(ValueLayout.JAVA_LONG, 0, 0);
        c.length.set(ValueLayout.JAVA_INT, 0, 2 * Integer.BYTES);
        int answer = Libc.getsockopt(c.errno, fd, level, name, c.value, c.length);
        return answer < 0 ? answer : c.value.get(ValueLayout.JAVA_INT, 0);
    }

    int setNumber(int level, int name, int value) {
        c.value.set(ValueLayout.JAVA_INT, 0, value);
        return Libc.setsockopt(c.errno, fd, level, name, c.value, Integer.BYTES);
    }
}
