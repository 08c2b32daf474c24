// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one shape in which C is called, whatever the function: seven integers and an answer, all of them {@code long}. To
 * link a shape takes the JVM some 20 ms when it is first used, to call one more function in it takes nothing.
 *
 * <p>What a C function does not declare it does not look at: on x86-64 (System V ABI 3.2.3) and aarch64 (AAPCS64 6.8.2)
 * integer arguments travel in registers, a narrower one in the low bits of its register, and arguments of variadic
 * functions travel like all others. Seven, because syscall(2) has a number and six arguments.
 */
@SuppressWarnings("restricted") // the place where it is allowed: see the package
final class Downcall {
    private static final Linker LINKER = Linker.nativeLinker();

    /** (function, errno, seven longs) -> long. */
    static final MethodHandle SEVEN = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private Downcall() {}

    /** Where the C library has this function. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }
}
