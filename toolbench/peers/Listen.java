// SPDX-License-Identifier: Apache-2.0

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.List;

/** What the Java peers share: where to listen, from the command line; the line that says that it is so; the end at SIGTERM. */
final class Listen {
    static final int BACKLOG = 1024;

    private final List<String> arguments;

    Listen(String[] arguments) {
        this.arguments = Arrays.asList(arguments);
    }

    String option(String name, String otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : arguments.get(at + 1);
    }

    boolean isUnix() {
        return arguments.contains("--unix");
    }

    String path() {
        return option("--unix", "");
    }

    String host() {
        return option("--host", "127.0.0.1");
    }

    int port(int otherwise) {
        return Integer.parseInt(option("--port", String.valueOf(otherwise)));
    }

    SocketAddress address(int otherwise) {
        return isUnix() ? UnixDomainSocketAddress.of(path()) : new InetSocketAddress(host(), port(otherwise));
    }

    /** From now on, SIGTERM is an orderly end: status 0. */
    void ready(int port) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        System.out.println("listening on " + (isUnix() ? "unix:" + path() : host() + ":" + port));
    }

    void ready(SocketAddress bound) {
        ready(bound instanceof InetSocketAddress tcp ? tcp.getPort() : 0);
    }
}
