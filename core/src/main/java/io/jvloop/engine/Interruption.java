// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
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

    /** Those who are told. Guarded by itself, as is what follows. */
    private static final List<Interruption> LISTENING = new ArrayList<>();

    /** Whose turn it was before the first of them, and will be after the last. */
    private static @Nullable Object replaced;

    private final Runnable callback;
    private @Nullable Object before;
    private final AtomicInteger count = new AtomicInteger();

    private Interruption(Runnable callback) {
        this.callback = callback;
    }

    /** Calls back at the first Ctrl-C from now on, as all others who listen; the second one ends the process at once. */
    public static Interruption listen(Runnable callback) {
        Interruption listening = new Interruption(callback);
        synchronized (LISTENING) {
            try {
                if (LISTENING.isEmpty()) {
                    replaced = handle(handlerOfAll());
                }
                listening.before = replaced;
                LISTENING.add(listening);
            } catch (ReflectiveOperationException | IllegalArgumentException refused) {
                // the JVM's own default applies
            }
        }
        return listening;
    }

    /** One for all: the JVM has a single one, and those who listen come and go in any order. */
    private static Object handlerOfAll() throws ClassNotFoundException {
        return Proxy.newProxyInstance(
                Interruption.class.getClassLoader(),
                new Class<?>[] {handlerType()},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> interruptAll();
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "jvloop's handler of SIGINT";
                });
    }

    private static @Nullable Object interruptAll() {
        listening().forEach(Interruption::interrupted);
        return null;
    }

    private static List<Interruption> listening() {
        synchronized (LISTENING) {
            return List.copyOf(LISTENING);
        }
    }

    private void interrupted() {
        if (count.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(STATUS);
        }
        callback.run();
    }

    /** Whether there was one. */
    public boolean happened() {
        return count.get() > 0;
    }

    /**
     * Does what Ctrl-C would have done had nobody listened: to be called after the close. Ends the process, with the JVM's
     * shutdown hooks and the status that a shell expects, unless somebody else had a handler: then that is called, soon. Nothing
     * happens while others who were told are still cleaning up: the last of them does it.
     */
    public void raise() {
        if (listening().stream().anyMatch(Interruption::happened)) {
            return;
        }
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

    /** Is not told any more. The last one leaves it to whoever had it before the first. */
    @Override
    public void close() {
        synchronized (LISTENING) {
            if (LISTENING.remove(this) && LISTENING.isEmpty() && replaced != null) {
                try {
                    handle(replaced);
                } catch (ReflectiveOperationException | IllegalArgumentException refused) {
                    // it was not refused before
                }
                replaced = null;
            }
        }
    }
}
