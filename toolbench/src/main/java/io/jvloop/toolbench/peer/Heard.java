// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a process writes to one of its streams, taken as it comes: that needs no place on a disk, which may be full.
 *
 * <p>Thread: takes it in one of its own.
 */
public final class Heard {
    /** Of more than that the end alone is kept. */
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    /** For what is in the pipe when the process has ended; another one that has its stream as well is not waited for any longer. */
    private static final long REST_MILLIS = 1000;

    private final InputStream stream;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::take);

    private Heard(InputStream stream) {
        this.stream = stream;
    }

    public static Heard of(InputStream stream) {
        Heard heard = new Heard(stream);
        heard.thread.start();
        return heard;
    }

    private void take() {
        byte[] some = new byte[8192];
        try {
            for (int count = stream.read(some); count >= 0; count = stream.read(some)) {
                synchronized (bytes) {
                    if (bytes.size() > BYTES_MAX) {
                        bytes.reset();
                    }
                    bytes.write(some, 0, count);
                }
            }
        } catch (IOException closed) {
            // nothing more will be said
        }
    }

    /** The last one that is not blank, once the process has ended; empty if there is none. */
    public String lastLine() {
        return text().lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    }

    /** All of it, once the process has ended. */
    String text() {
        try {
            thread.join(REST_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        synchronized (bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
