// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.testkit.sim.Dice;
import java.nio.ByteBuffer;

/**
 * One direction of a connection: an endless row of bytes of which the one at each index is known, so that whoever receives
 * some can say whether they are the next ones.
 */
final class Direction {
    private static final byte[] ROW = row();

    private final String name;
    private final int start;
    private long given;
    private long received;
    private long certain;
    private boolean cut;

    Direction(String name, int key) {
        this.name = name;
        this.start = Math.floorMod(key * 7919, ROW.length);
    }

    private static byte[] row() {
        byte[] row = new byte[65_521]; // a prime: no buffer's size divides it
        Dice dice = new Dice(4711);
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) dice.next();
        }
        return row;
    }

    private byte at(long index) {
        return ROW[(int) ((start + index) % ROW.length)];
    }

    // ---- where bytes are given

    /** The next bytes, which are now given away. */
    byte[] next(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(given + i);
        }
        given += count;
        return bytes;
    }

    long given() {
        return given;
    }

    /** Its sender gives up: so many of the bytes that were given have left, and more may have. */
    void cut(long alreadyLeft) {
        if (!cut) {
            cut = true;
            certain = alreadyLeft;
        }
    }

    // ---- where they come out

    /** These have come. */
    void receive(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte got = bytes.get();
            if (got != at(received)) {
                throw new Broken(name + ": byte " + received + " is " + got + ", expected " + at(received));
            }
            received++;
        }
        if (received > given) {
            throw new Broken(name + ": " + received + " bytes came out of " + given);
        }
    }

    /** All that have come so far, from the first one. */
    void receiveAll(byte[] all) {
        receive(ByteBuffer.wrap(all, (int) received, all.length - (int) received));
    }

    /** The end of the stream has come: then so have the bytes before it. */
    void end() {
        long least = cut ? certain : given;
        if (received < least) {
            throw new Broken(name + ": ended after " + received + " of " + least + " bytes");
        }
    }
}
