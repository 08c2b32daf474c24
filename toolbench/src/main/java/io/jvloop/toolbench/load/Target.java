// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the server listens: {@code 127.0.0.1:7777}, or {@code unix:PATH}. */
final class Target {
    private static final Pattern TCP =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3}):([0-9]{1,5})");
    private static final int SOCKADDR_IN = 16;
    private static final int SUN_PATH_MAX = 107;

    /** As many addresses of this machine take turns: each has 28,000 ports, and a port rests for a minute once it was closed. */
    private static final int SOURCES = 200;

    private final String text;
    private final MemorySegment address;
    private final MemorySegment source = Arena.global().allocate(SOCKADDR_IN, 8);
    private final MemorySegment one = Arena.global().allocate(JAVA_INT);
    private final MemorySegment patience = Arena.global().allocate(16, 8);
    private int opened;

    private Target(String text, MemorySegment address) {
        this.text = text;
        this.address = address;
        one.set(JAVA_INT, 0, 1);
        source.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
    }

    static Target parse(String text) throws BadInput {
        if (text.startsWith("unix:")) {
            return unix(text, text.substring("unix:".length()).getBytes(StandardCharsets.UTF_8));
        }
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            throw new BadInput("--to " + text + ": expected HOST:PORT with an IPv4 address, or unix:PATH");
        }
        MemorySegment address = Arena.global().allocate(SOCKADDR_IN, 8);
        address.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) number(text, tcp.group(5), 1, 65535));
        for (int i = 0; i < 4; i++) {
            address.set(JAVA_BYTE, 4 + i, (byte) number(text, tcp.group(i + 1), 0, 255));
        }
        return new Target(text, address);
    }

    private static Target unix(String text, byte[] path) throws BadInput {
        if (path.length == 0 || path.length > SUN_PATH_MAX) {
            throw new BadInput("--to " + text + ": expected a path of 1 to " + SUN_PATH_MAX + " bytes");
        }
        MemorySegment address = Arena.global().allocate(2 + path.length + 1, 8);
        address.set(JAVA_SHORT, 0, (short) Libc.AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
        return new Target(text, address);
    }

    private static int number(String text, String digits, int least, int most) throws BadInput {
        int number = Integer.parseInt(digits);
        if (number < least || number > most) {
            throw new BadInput("--to " + text + ": " + digits + " is not from " + least + " to " + most);
        }
        return number;
    }

    /**
     * A connected socket, which sends at once what it is given.
     *
     * @param patienceSeconds that it waits for the server to accept
     * @param isOneOfMany so many that the ports of one address may not do
     */
    int connect(double patienceSeconds, boolean isOneOfMany) throws Failed {
        int fd = Call.checked("socket", Libc.socket(family(), Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC));
        patience.set(JAVA_LONG, 0, (long) patienceSeconds);
        patience.set(JAVA_LONG, 8, (long) (patienceSeconds % 1 * 1e6));
        set(fd, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, patience);
        if (family() == Libc.AF_INET) {
            set(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, one);
            if (isOneOfMany && address.get(JAVA_BYTE, 4) == 127) {
                bindToNextSource(fd);
            }
        }
        int answer = Libc.connect(fd, address);
        if (answer == -Libc.EINPROGRESS || answer == -Libc.EAGAIN) { // SO_SNDTIMEO: socket(7)
            throw new Failed("connect " + text + ": nobody accepts for " + Arguments.text(patienceSeconds) + " s");
        }
        if (answer < 0) {
            throw Call.failed("connect " + text, answer);
        }
        return fd;
    }

    private int family() {
        return address.get(JAVA_SHORT, 0);
    }

    private void bindToNextSource(int fd) throws Failed {
        set(fd, Libc.IPPROTO_IP, Libc.IP_BIND_ADDRESS_NO_PORT, one); // connect picks the port: ip(7)
        source.set(JAVA_BYTE, 4, (byte) 127);
        source.set(JAVA_BYTE, 7, (byte) (1 + opened++ % SOURCES));
        var _ = Call.checked("bind", Libc.bind(fd, source));
    }

    private static void set(int fd, int level, int option, MemorySegment value) throws Failed {
        var _ = Call.checked("setsockopt", Libc.setsockopt(fd, level, option, value));
    }

    /** The host and port or path, as an HTTP client names it. */
    String host() {
        return text.startsWith("unix:") ? "localhost" : text;
    }
}
