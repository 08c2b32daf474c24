// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import java.lang.foreign.MemorySegment;

/** Sends messages, and compares every byte that comes back. */
final class EchoConnection extends Connection {
    private final Messages messages;
    private int start;
    private int received;

    EchoConnection(Setting setting, int number) {
        super(setting, number);
        messages = setting.messages();
        received = messages.length();
    }

    @Override
    void prepare() {
        start = messages.next();
        received = 0;
        ask(messages.bytes(), start, messages.length());
    }

    @Override
    int received(MemorySegment buffer, int count) throws Failed {
        if (count > messages.length() - received) {
            throw new Failed("wrong bytes came back: more than the " + messages.length() + " that were sent");
        }
        int at = start + received;
        long wrong = MemorySegment.mismatch(buffer, 0, count, messages.bytes(), at, at + count);
        if (wrong >= 0) {
            throw new Failed("wrong bytes came back: number " + (received + wrong) + " of " + messages.length());
        }
        received += count;
        return isAnswered() ? 1 : 0;
    }

    @Override
    boolean isAnswered() {
        return received == messages.length();
    }

    @Override
    String progress() {
        return received + " of " + messages.length() + " bytes had come back";
    }
}
