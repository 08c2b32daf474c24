// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: bytes on their way, in order, and those that have arrived and are not read. */
final class Pipe {
    private final SimNetwork network;
    private final SocketAddress from;
    private final SocketAddress to;
    private final int bytesMax;

    /** What would have arrived, were the two not parted; null when they are not. */
    private @Nullable List<Runnable> held;

    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();

    /** How much of the first piece is read already. */
    private int read;

    private int readable;
    private int onTheWay;
    private long lastArrival;
    private boolean cut;

    /** From there to here. */
    Pipe(SimNetwork network, SocketAddress from, SocketAddress to) {
        this.network = network;
        this.from = from;
        this.to = to;
        int most = network.faults().bytesOnTheWay();
        this.bytesMax =
                network.faults().turnNanos() == 0 ? most : network.dice().between(Math.max(1, most / 8), most);
    }

    /** How many bytes it takes now. */
    int room() {
        return cut ? 0 : bytesMax - readable - onTheWay;
    }

    /** How many bytes can be read now. */
    int readable() {
        return readable;
    }

    /** Sends these on their way, and calls this when they have arrived. */
    void send(byte[] bytes, Runnable arrival) {
        onTheWay += bytes.length;
        inOrder(() -> {
            onTheWay -= bytes.length;
            if (!cut) {
                arrived.add(bytes);
                readable += bytes.length;
                arrival.run();
            }
        });
    }

    /** Has this arrive behind everything that is on its way. */
    void inOrder(Runnable arrival) {
        lastArrival = Math.max(lastArrival, network.clock().nanoTime() + network.delay());
        network.at(lastArrival, () -> arrive(arrival));
    }

    private void arrive(Runnable arrival) {
        if (held != null) {
            held.add(arrival);
        } else if (network.partitions().isCut(from, to)) {
            held = new ArrayList<>(List.of(arrival));
            network.partitions().whenHealed(this::release);
        } else {
            arrival.run();
        }
    }

    private void release() {
        List<Runnable> released = held == null ? List.of() : held;
        held = null;
        released.forEach(arrival -> network.at(lastArrival, arrival));
    }

    /** Reads as many bytes as there are room and bytes for. */
    int read(byte[] to, int offset, int length) {
        int count = 0;
        while (count < length && readable > 0) {
            byte[] first = arrived.element();
            int some = Math.min(length - count, first.length - read);
            System.arraycopy(first, read, to, offset + count, some);
            count += some;
            read += some;
            readable -= some;
            if (read == first.length) {
                arrived.remove();
                read = 0;
            }
        }
        return count;
    }

    /** What has arrived is gone. */
    void discard() {
        arrived.clear();
        read = 0;
        readable = 0;
    }

    /** What is on its way does not arrive. */
    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }
}
