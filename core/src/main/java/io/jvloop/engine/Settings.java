// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.Backend;
import io.jvloop.LoopOptions;
import org.jspecify.annotations.Nullable;

/** Options that were not said in code: from system properties, else from environment variables. */
final class Settings {
    private Settings() {}

    static LoopOptions resolved(LoopOptions options) {
        LoopOptions resolved = options;
        if (resolved.backend() == null) {
            resolved = resolved.withBackend(backend());
        }
        if (resolved.debug() == null) {
            resolved = resolved.withDebug(debug());
        }
        return resolved;
    }

    private static Backend backend() {
        Backend byProperty = backend("system property jvloop.backend", System.getProperty("jvloop.backend"));
        if (byProperty != null) {
            return byProperty;
        }
        Backend byVariable = backend("environment variable JVLOOP_BACKEND", System.getenv("JVLOOP_BACKEND"));
        return byVariable != null ? byVariable : Backend.AUTO;
    }

    private static @Nullable Backend backend(String where, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return Backend.of(value);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(where + ": " + unknown.getMessage(), unknown);
        }
    }

    private static boolean debug() {
        return debug(System.getProperty("jvloop.debug"), System.getenv("JVLOOP_DEBUG"));
    }

    /** A bare {@code -Djvloop.debug} is on; a variable that is empty is none, as for the backend. */
    static boolean debug(@Nullable String property, @Nullable String variable) {
        if (property != null) {
            return property.isBlank() || isOn("system property jvloop.debug", property);
        }
        return variable != null && !variable.isBlank() && isOn("environment variable JVLOOP_DEBUG", variable);
    }

    private static boolean isOn(String where, String value) {
        return switch (value.strip()) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default ->
                throw new IllegalArgumentException(where + ": '" + value + "' is neither true (1) nor false (0)");
        };
    }
}
