// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpStatus;
import io.jvloop.httptools.HttpWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Status line and {@code Date}, the beginning of every response: formatted once for each status, and once a second. */
final class DateLine {
    private static final int STATUS_MAX = 599;

    private final Ticks ticks;
    private final byte[] @Nullable [] statusLines = new byte[STATUS_MAX + 1][];
    private final ByteBuffer ok = ByteBuffer.allocate(64);
    private final int dateAt;
    private long second = -1;

    DateLine(Ticks ticks) {
        this.ticks = ticks;
        HttpWriter.statusLine(ok, 200);
        dateAt = ok.position();
    }

    /** Puts the status line, and the date unless the response has its own. */
    void put(ByteBuffer to, int status, boolean withDate) {
        if (!withDate) {
            to.put(statusLine(status));
            return;
        }
        long now = ticks.epochSecond();
        if (now != second) {
            second = now;
            ok.clear().position(dateAt);
            HttpWriter.date(ok, now);
            ok.flip();
        }
        if (status == 200) {
            to.put(ok.array(), 0, ok.limit());
        } else {
            to.put(statusLine(status));
            to.put(ok.array(), dateAt, ok.limit() - dateAt);
        }
    }

    private byte[] statusLine(int status) {
        byte[] line = status <= STATUS_MAX ? statusLines[status] : null;
        if (line == null) {
            ByteBuffer buffer =
                    ByteBuffer.allocate(16 + HttpStatus.reason(status).length());
            HttpWriter.statusLine(buffer, status);
            line = new byte[buffer.flip().remaining()];
            buffer.get(line);
            if (status <= STATUS_MAX) {
                statusLines[status] = line;
            }
        }
        return line;
    }
}
