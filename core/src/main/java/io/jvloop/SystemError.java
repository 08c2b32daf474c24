// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An exception that came from a system call and knows its error number.
 *
 * <p>jvloop throws the JDK's own types ({@link java.net.ConnectException}, {@link java.net.BindException}, {@link
 * java.net.SocketException}, ...); those that came from the operating system implement this as well. The NIO backend
 * knows no numbers.
 */
public interface SystemError {
    /** The number, as in errno(3). Positive. */
    int errno();

    /** The error number behind an exception, or behind one of its causes, if there is one. */
    static OptionalInt errno(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SystemError known) {
                return OptionalInt.of(known.errno());
            }
        }
        return OptionalInt.empty();
    }
}
