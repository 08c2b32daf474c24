// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * The scoped values that a task has, for work that another thread does for it: what asyncio's {@code to_thread} copies.
 *
 * <p>The JDK hands them on to the threads of a {@code StructuredTaskScope} alone, which is a preview in JDK 25. So what is
 * bound is looked up where java.lang was opened, and bound again by the JDK's own means.
 *
 * <p>Thread: any.
 */
public final class ScopedValues {
    private ScopedValues() {}

    /** The same work with the scoped values of the calling thread, whichever thread does it. Without, where java.lang was not opened. */
    public static <T> Callable<T> keptIn(Callable<T> work) {
        JavaLang opened = JavaLang.OPENED;
        List<ScopedValue.Carrier> bound = opened == null ? List.of() : opened.bound();
        Callable<T> all = work;
        for (ScopedValue.Carrier carrier : bound) {
            Callable<T> inner = all;
            all = () -> carrier.<T, Exception>call(inner::call);
        }
        return all;
    }
}
