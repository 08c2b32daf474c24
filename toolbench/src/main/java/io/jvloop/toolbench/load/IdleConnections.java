// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** Connections that have had one byte echoed, and then nothing to say. */
final class IdleConnections {
    /** To the kernel less may be no limit at all. */
    private static final double SECONDS_MIN = 0.001;

    private IdleConnections() {}

    /** Opens them within the time of the job, says {@code ready}, and keeps them until the input ends or the process is killed. */
    static void hold(Job job, PrintStream out) throws Failed {
        long end = System.nanoTime() + (long) (job.seconds() * 1e9);
        Epoll epoll = new Epoll();
        MemorySegment bytes = Arena.global().allocate(2);
        for (int i = 0; i < job.connections(); i++) {
            double left = (end - System.nanoTime()) / 1e9;
            if (left < SECONDS_MIN) {
                throw late(i, job);
            }
            try {
                double patience = Math.min(job.patienceSeconds(), left);
                int fd = job.to().connect(patience, true);
                epoll.add(fd, i, Epoll.IN);
                echo(fd, epoll, bytes, (byte) i, patience);
            } catch (Failed failure) {
                if (System.nanoTime() - end >= 0) {
                    throw late(i, job);
                }
                throw new Failed(
                        "idle connection " + (i + 1) + " of " + job.connections() + ": " + failure.getMessage());
            }
        }
        out.println("ready");
        awaitEndOfInput();
    }

    private static Failed late(int open, Job job) {
        return new Failed(String.format(
                Locale.ROOT,
                "%,d of %,d connections were open after %s s",
                open,
                job.connections(),
                Arguments.text(job.seconds())));
    }

    private static void echo(int fd, Epoll epoll, MemorySegment bytes, byte one, double patienceSeconds) throws Failed {
        bytes.set(JAVA_BYTE, 0, one);
        var _ = Call.checked("send", Libc.send(fd, bytes, 0, 1));
        long end = System.nanoTime() + (long) (patienceSeconds * 1e9);
        int count = Libc.recv(fd, bytes);
        while (count == -Libc.EAGAIN) {
            if (System.nanoTime() - end > 0) {
                throw new Failed("the server is silent for " + Arguments.text(patienceSeconds) + " s");
            }
            var _ = epoll.await(50);
            count = Libc.recv(fd, bytes);
        }
        if (Call.checked("recv", count) == 0) {
            throw new Failed("the server closed it");
        }
        if (count != 1 || bytes.get(JAVA_BYTE, 0) != one) {
            throw new Failed("wrong bytes came back");
        }
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // it has ended as well
        }
    }
}
