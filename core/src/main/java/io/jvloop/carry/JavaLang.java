// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What java.lang has inside, of JDK 25, for those to whom it was opened: a builder of virtual threads that takes an executor
 * (there is no public one), what such a thread hands to it, who carries it, and the scoped values that a thread has.
 *
 * <p>Thread: any.
 */
final class JavaLang {
    /** Null when java.lang was not opened, or is another one. */
    static final @Nullable JavaLang OPENED = find();

    private final MethodHandle newBuilder;
    private final VarHandle step;
    private final VarHandle carrier;
    private final MethodHandle currentBindings;
    private final VarHandle bindings;
    private final VarHandle boundHere;
    private final VarHandle boundBefore;

    private JavaLang() throws ReflectiveOperationException {
        Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        Class<?> virtual = Class.forName("java.lang.VirtualThread");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        newBuilder = MethodHandles.privateLookupIn(builder, lookup)
                .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
        MethodHandles.Lookup inVirtual = MethodHandles.privateLookupIn(virtual, lookup);
        step = inVirtual.findVarHandle(virtual, "runContinuation", Runnable.class);
        carrier = inVirtual.findVarHandle(virtual, "carrierThread", Thread.class);
        Class<?> snapshot = Class.forName("java.lang.ScopedValue$Snapshot");
        currentBindings = MethodHandles.privateLookupIn(ScopedValue.class, lookup)
                .findStatic(ScopedValue.class, "scopedValueBindings", MethodType.methodType(snapshot))
                .asType(MethodType.methodType(Object.class));
        MethodHandles.Lookup inSnapshot = MethodHandles.privateLookupIn(snapshot, lookup);
        boundHere = inSnapshot.findVarHandle(snapshot, "bindings", ScopedValue.Carrier.class);
        boundBefore = inSnapshot.findVarHandle(snapshot, "prev", snapshot);
        bindings = MethodHandles.privateLookupIn(Thread.class, lookup)
                .findVarHandle(Thread.class, "scopedValueBindings", Object.class);
    }

    private static @Nullable JavaLang find() {
        if (!Thread.class.getModule().isOpen(Thread.class.getPackageName(), JavaLang.class.getModule())) {
            return null;
        }
        try {
            return new JavaLang();
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return null;
        }
    }

    /** Makes threads whose every step goes to this executor. */
    Thread.Builder.OfVirtual newBuilder(Executor executor) {
        try {
            return (Thread.Builder.OfVirtual) newBuilder.invokeExact(executor);
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    /** Whether this is what that virtual thread hands to its executor. */
    boolean isStepOf(Thread thread, Runnable handed) {
        return step.get(thread) == handed;
    }

    /** The platform thread that runs this virtual one right now. */
    @Nullable
    Thread carrierOf(Thread thread) {
        return (Thread) carrier.getVolatile(thread);
    }

    /** What the calling thread has bound, the innermost first. */
    List<ScopedValue.Carrier> bound() {
        List<ScopedValue.Carrier> all = new ArrayList<>();
        for (Object snapshot = currentBindings(); snapshot != null; snapshot = boundBefore.get(snapshot)) {
            ScopedValue.Carrier carrier = (ScopedValue.Carrier) boundHere.get(snapshot);
            if (carrier != null) { // else it is the empty one that all end in
                all.add(carrier);
            }
        }
        return all;
    }

    private Object currentBindings() {
        try {
            return (Object) currentBindings.invokeExact();
        } catch (Throwable bug) {
            throw new AssertionError(bug);
        }
    }

    /** Gives a thread that has not begun the scoped values of the calling one. */
    void inheritScopedValues(Thread thread) {
        bindings.set(thread, currentBindings());
    }
}
