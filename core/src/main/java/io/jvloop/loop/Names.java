// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** What users' objects call themselves, for a message: a toString() that throws disturbs nobody. */
final class Names {
    private Names() {}

    /** As it calls itself, or its class if it cannot. */
    static String of(Object what) {
        try {
            return String.valueOf(what);
        } catch (Throwable broken) {
            return what.getClass().getName() + " (its toString() threw "
                    + broken.getClass().getName() + ")";
        }
    }
}
