// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** The names of users' objects, for messages: a toString() that throws disturbs nobody. */
final class Names {
    private Names() {}

    /** What the object's toString() returns, or the name of its class if that throws. */
    static String of(Object what) {
        try {
            return String.valueOf(what);
        } catch (Throwable broken) {
            return what.getClass().getName() + " (its toString() threw "
                    + broken.getClass().getName() + ")";
        }
    }
}
