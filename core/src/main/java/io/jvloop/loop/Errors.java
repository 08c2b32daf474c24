// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.ExceptionHandler;
import io.jvloop.Probe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happens with what nobody caught: it is reported once, to one receiver, and the loop goes on. Only when the JVM
 * itself is in trouble the loop ends, in order.
 *
 * <p>Thread: the loop's.
 */
public final class Errors {
    private static volatile boolean loggerIsThere;

    private final EventLoop loop;
    private final Counters counters;
    private final Probe probe;
    private @Nullable ExceptionHandler handler;
    private @Nullable Throwable fatal;

    /** For one loop. */
    public Errors(EventLoop loop, Counters counters, Probe probe) {
        this.loop = loop;
        this.counters = counters;
        this.probe = probe;
    }

    /** Who is told, null for the default. */
    public @Nullable ExceptionHandler handler() {
        return handler;
    }

    /** Sets who is told. */
    public void setHandler(@Nullable ExceptionHandler handler) {
        this.handler = handler;
    }

    /** Reports a failure. Never throws. */
    public void report(ExceptionContext context) {
        counters.failures++;
        if (context.exception() instanceof VirtualMachineError trouble && !(trouble instanceof StackOverflowError)) {
            fatal = trouble;
        }
        tellProbe(context);
        ExceptionHandler custom = handler;
        if (custom == null) {
            logSafely(context);
            return;
        }
        try {
            custom.handle(loop, context);
        } catch (Throwable broken) {
            logSafely(ExceptionContext.of("Unhandled error in exception handler", broken)
                    .withFirst(context));
        }
    }

    private void tellProbe(ExceptionContext context) {
        try {
            probe.failed(context);
        } catch (Throwable broken) {
            logSafely(ExceptionContext.of("Unhandled error in probe", broken).withFirst(context));
        }
    }

    /** The default: the log. */
    public void log(ExceptionContext context) {
        StringBuilder text = new StringBuilder(context.toString());
        Throwable origin = context.origin();
        if (origin != null) {
            text.append(System.lineSeparator()).append("made at:");
            for (StackTraceElement frame : origin.getStackTrace()) {
                text.append(System.lineSeparator()).append("    ").append(frame);
            }
        }
        ExceptionContext first = context.first();
        Throwable exception = context.exception();
        if (first != null && first.exception() != null && exception != null && exception != first.exception()) {
            exception.addSuppressed(first.exception());
        }
        write(System.Logger.Level.ERROR, text.toString(), exception);
    }

    private void logSafely(ExceptionContext context) {
        try {
            log(context);
        } catch (Throwable hopeless) {
            System.err.println("jvloop: " + context.message() + " (and logging it failed: " + hopeless + ")");
        }
    }

    /** A remark for the log. */
    public void warn(String message) {
        write(System.Logger.Level.WARNING, message, null);
    }

    private static void write(System.Logger.Level level, String message, @Nullable Throwable exception) {
        if (!loggerIsThere && !canOpenFiles()) {
            System.err.println("jvloop: " + level + ": " + message);
            if (exception != null) {
                exception.printStackTrace();
            }
            return;
        }
        loggerIsThere = true;
        Log.LOG.log(level, message, exception);
    }

    /**
     * Whether a logger can be looked up: without a descriptor left, java.util.logging finds no configuration and says
     * nothing from then on.
     */
    private static boolean canOpenFiles() {
        try (FileChannel file = FileChannel.open(Path.of(System.getProperty("java.home"), "lib", "modules"))) {
            return file.isOpen();
        } catch (NoSuchFileException unusual) {
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /** Looking a logger up takes a while, and most loops never need one. */
    private static final class Log {
        private static final System.Logger LOG = System.getLogger("io.jvloop");
    }

    /** What ends the loop, once. */
    public @Nullable Throwable takeFatal() {
        Throwable taken = fatal;
        fatal = null;
        return taken;
    }

    /** Whether the loop has to end. */
    public boolean isFatal() {
        return fatal != null;
    }
}
