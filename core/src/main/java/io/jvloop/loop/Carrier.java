// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Which platform thread a virtual one runs on. The JDK knows, and tells only those to whom java.lang was opened; so does
 * everything that lets a loop carry virtual threads.
 */
public final class Carrier {
    private static final @Nullable MethodHandle CURRENT = find();

    private Carrier() {}

    private static @Nullable MethodHandle find() {
        if (!Thread.class.getModule().isOpen(Thread.class.getPackageName(), Carrier.class.getModule())) {
            return null;
        }
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        } catch (ReflectiveOperationException otherJdk) {
            return null;
        }
    }

    /** Whether it can be told. */
    public static boolean isKnown() {
        return CURRENT != null;
    }

    /** The platform thread that runs this code; a virtual one when it cannot be told. */
    public static Thread current() {
        MethodHandle current = CURRENT;
        if (current == null) {
            return Thread.currentThread();
        }
        try {
            return (Thread) current.invokeExact();
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }
}
