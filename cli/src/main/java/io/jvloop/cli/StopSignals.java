// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first one asks for an orderly end, the second one ends the process at once. By {@code
 * sun.misc.Signal}, the only way that the JDK has, and by reflection, as javac warns of its name; where the JVM refuses, as
 * with {@code -Xrs}, signals do what they do by themselves.
 *
 * <p>Thread: the callback runs on a thread of the JVM's own.
 */
final class StopSignals {
    private final Runnable callback;
    private final AtomicBoolean asked = new AtomicBoolean();

    private StopSignals(Runnable callback) {
        this.callback = callback;
    }

    /** From now on, for as long as the process lives. */
    static void listen(Runnable callback) {
        StopSignals signals = new StopSignals(callback);
        signals.handle("TERM", 15);
        signals.handle("INT", 2);
    }

    private void handle(String name, int number) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> came(number);
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "jvloop's handler of SIG" + name;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException(refused.getCause());
            }
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private Object came(int number) {
        if (!asked.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(128 + number); // as a shell reports it
        }
        callback.run();
        return "handled";
    }
}
