// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.loop.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The descriptors that this process has open, of the kinds that a loop opens: sockets, rings, epoll, eventfd. Files do not
 * count: the JVM opens jars whenever it likes. Empty where there is no {@code /proc}.
 */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    static {
        warmUp();
    }

    private final Map<String, Integer> before = count();

    /** The JDK keeps a few descriptors for ever once its channels have been used. */
    private static void warmUp() {
        try (Selector _ = Selector.open();
                SocketChannel _ = SocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel connecting = SocketChannel.open(listening.getLocalAddress());
                    SocketChannel _ = listening.accept()) {
                connecting.configureBlocking(false);
            }
        } catch (IOException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private static Map<String, Integer> count() {
        Map<String, Integer> count = new TreeMap<>();
        if (!Files.isDirectory(OPEN)) {
            return count;
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(OPEN)) {
            for (Path descriptor : open) {
                String target = target(descriptor);
                if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
                    count.merge(target, 1, Integer::sum);
                }
            }
        } catch (IOException failure) {
            throw new AssertionError("cannot list " + OPEN, failure);
        }
        return count;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** Fails when there are more than there were when this was made, and stay. */
    void checkNoneIsLeft() {
        Map<String, Integer> left = left();
        for (long end = Clock.SYSTEM.nanoTime() + PATIENCE_NANOS;
                !left.isEmpty() && Clock.SYSTEM.nanoTime() < end;
                left = left()) {
            LockSupport.parkNanos(PAUSE_NANOS); // other threads may be about to close theirs
        }
        if (!left.isEmpty()) {
            throw new AssertionError("descriptors left open: " + left);
        }
    }

    private Map<String, Integer> left() {
        Map<String, Integer> left = count();
        left.replaceAll((target, count) -> count - before.getOrDefault(target, 0));
        left.values().removeIf(count -> count <= 0);
        return left;
    }
}
