// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a loop talks to the kernel. */
public enum Backend {
    /**
     * io_uring where it is known to be good (Linux 6.12 or newer, its buffers checked at start), else epoll, else NIO.
     * {@link EventLoop#backend} says what it took, and why.
     */
    AUTO("auto"),
    /** Linux, 5.19 or newer, x86-64 and aarch64. */
    IO_URING("io_uring"),
    /** Linux, x86-64 and aarch64. */
    EPOLL("epoll"),
    /** The JDK's own selectors: every system, and also where native access is denied. */
    NIO("nio");

    private final String id;

    Backend(String id) {
        this.id = id;
    }

    /** Its name in options, properties and output. */
    public String id() {
        return id;
    }

    /**
     * The backend of this name, whatever its case.
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    public static Backend of(String id) {
        String wanted = id.strip().toLowerCase(Locale.ROOT);
        for (Backend backend : values()) {
            if (backend.id.equals(wanted)) {
                return backend;
            }
        }
        List<String> ids = Arrays.stream(values()).map(Backend::id).toList();
        throw new IllegalArgumentException("unknown backend '" + id + "': expected one of " + String.join(", ", ids));
    }
}
