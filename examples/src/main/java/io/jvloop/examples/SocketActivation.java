// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.nio.ByteBuffer;

/**
 * Serves on sockets that were opened by whoever started this process, as systemd does (sd_listen_fds(3)): their descriptors
 * are 3 and up, LISTEN_FDS says how many, LISTEN_PID for whom. Needs a backend with descriptors: io_uring or epoll.
 *
 * <pre>systemd-socket-activate --listen=127.0.0.1:7777 ./jvloop run SocketActivation.java</pre>
 */
class SocketActivation implements Protocol {
    private static final int FIRST = 3;

    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    private static int descriptors() {
        String pid = System.getenv().getOrDefault("LISTEN_PID", "");
        if (!pid.equals(String.valueOf(ProcessHandle.current().pid()))) {
            return 0; // for a process that started this one, or for none
        }
        return Integer.parseInt(System.getenv().getOrDefault("LISTEN_FDS", "0"));
    }

    static void main() throws Exception {
        int count = descriptors();
        if (count == 0) {
            System.err.println("no sockets were handed over");
            System.exit(2);
        }
        EventLoop loop = EventLoop.open();
        for (int descriptor = FIRST; descriptor < FIRST + count; descriptor++) {
            Server server = loop.runUntilComplete(loop.adoptServer(SocketActivation::new, descriptor));
            System.out.println("serving on " + server.addresses());
        }
        loop.runForever();
    }
}
