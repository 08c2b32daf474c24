// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The shapes in which C is called. There are two, whatever the function: six integers and an answer, all of them {@code
 * long}, and the same with a number in front for syscall(2). A shape costs about 10 ms to link when it is first used,
 * a function none.
 *
 * <p>What a C function does not declare it does not look at: on x86-64 (System V ABI 3.2.3) and aarch64 (AAPCS64 6.8.2)
 * integer arguments travel in registers, and a narrower one occupies the low bits of its register.
 */
@SuppressWarnings("restricted") // the place where it is allowed: see the package
final class Downcall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    /** (function, errno, six longs) -> long. */
    static final MethodHandle SIX = LINKER.downcallHandle(longs(6), ERRNO);

    /**
     * As {@link #SIX}, without telling the JVM: saves some nanoseconds, and holds up every safepoint until it returns. For
     * calls that never block.
     */
    static final MethodHandle SIX_CRITICAL = LINKER.downcallHandle(longs(6), ERRNO, Linker.Option.critical(false));

    /** (function, errno, seven longs) -> long: syscall(2) with its number. */
    static final MethodHandle SEVEN = LINKER.downcallHandle(longs(7), ERRNO, Linker.Option.firstVariadicArg(1));

    private Downcall() {}

    private static FunctionDescriptor longs(int count) {
        MemoryLayout[] arguments = new MemoryLayout[count];
        Arrays.fill(arguments, JAVA_LONG);
        return FunctionDescriptor.of(JAVA_LONG, arguments);
    }

    /** Where the C library has this function. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }
}
