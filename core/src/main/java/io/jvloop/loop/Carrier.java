// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Which platform thread a virtual one runs on. The JDK tells only those to whom java.lang was opened, as it does with everything
 * that lets a loop carry virtual threads.
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

    /** Whether this JVM tells which platform thread carries a virtual one. */
    public static boolean isKnown() {
        return CURRENT != null;
    }

    /** The platform thread that runs this code. When the JVM does not tell, the current thread, which may be virtual. */
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
