// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C: SIGINT, by {@code sun.misc.Signal}, the only way that the JDK has. Where it refuses, as with {@code -Xrs}, nobody
 * is told and the JVM does what it does by itself.
 *
 * <p>Thread: the callback runs on a thread of the JVM's own; the rest any.
 */
public final class Interruption implements AutoCloseable {
    private static final String NAME = "INT";

    /** As a shell reports SIGINT. */
    private static final int STATUS = 128 + 2;

    private final Runnable callback;
    private @Nullable Object earlier;
    private @Nullable Object before;
    private final AtomicInteger count = new AtomicInteger();

    private Interruption(Runnable callback) {
        this.callback = callback;
    }

    /** Calls back at the first Ctrl-C from now on; the second one ends the process at once. */
    public static Interruption listen(Runnable callback) {
        Interruption listening = new Interruption(callback);
        try {
            Object handler = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(),
                    new Class<?>[] {handlerType()},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> listening.interrupted();
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "jvloop's handler of SIGINT";
                    });
            listening.earlier = handle(handler);
            listening.before = listening.earlier;
        } catch (ReflectiveOperationException | IllegalArgumentException refused) {
            // the JVM's own default applies
        }
        return listening;
    }

    private @Nullable Object interrupted() {
        if (count.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(STATUS);
        }
        callback.run();
        return null;
    }

    /** Whether there was one. */
    public boolean happened() {
        return count.get() > 0;
    }

    /**
     * Does what Ctrl-C would have done had nobody listened: to be called after the close. Ends the process, with the JVM's
     * shutdown hooks and the status that a shell expects, unless somebody else had a handler: then that is called, soon.
     */
    public void raise() {
        if (before == null
                || before.getClass().getName().startsWith("sun.misc.Signal")) { // the JVM's own, in a wrapper
            Runtime.getRuntime().exit(STATUS);
        }
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal).invoke(null, signal());
        } catch (ReflectiveOperationException refused) {
            Runtime.getRuntime().exit(STATUS);
        }
    }

    private static @Nullable Object handle(Object handler) throws ReflectiveOperationException {
        Object signal = signal();
        Method handle = signal.getClass().getMethod("handle", signal.getClass(), handlerType());
        try {
            return handle.invoke(null, signal, handler);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(refused.getCause());
        }
    }

    private static Object signal() throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(NAME);
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    /** Leaves it to whoever had it before. */
    @Override
    public void close() {
        if (earlier != null) {
            try {
                handle(earlier);
            } catch (ReflectiveOperationException | IllegalArgumentException refused) {
                // it was not refused before
            }
            earlier = null;
        }
    }
}
