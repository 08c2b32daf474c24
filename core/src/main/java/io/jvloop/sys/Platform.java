// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which system this is, as far as C cares. */
public final class Platform {
    private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    private static final String ARCH = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);

    private Platform() {}

    public static boolean isLinux() {
        return OS.equals("linux");
    }

    static boolean isX86() {
        return ARCH.equals("amd64") || ARCH.equals("x86_64");
    }

    /** Why C cannot be called here in the way this package does, or null when it can. */
    public static @Nullable String unsupported() {
        if (!isLinux()) {
            return "not Linux but " + System.getProperty("os.name");
        }
        if (!isX86() && !ARCH.equals("aarch64")) {
            return "neither x86-64 nor aarch64 but " + ARCH;
        }
        return null;
    }

    /** The kernel's version as major * 1000 + minor: 6012 for 6.12; 0 when it cannot be told. */
    public static int kernelVersion() {
        String[] parts = System.getProperty("os.version", "").split("[^0-9]+", 3);
        try {
            return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
        } catch (RuntimeException unusual) {
            return 0;
        }
    }
}
