// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.toolbench.parser.Message;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * HTTP/1 parsers in Java over the messages of {@code ./jvloop bench parser}, from a heap buffer. Each hands over what it
 * does by itself: ours ranges, Netty's objects of its own with strings, as its pipeline has them, Jetty's fields and strings.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class HttpParsers {
    /** What parses. */
    public interface Subject {
        /** Parses all bytes of the message once. Returns something that depends on every value. */
        long parse() throws Exception;

        /** Gives back what it holds. */
        default void close() {}
    }

    /** Which parser. */
    @Param({"jvloop", "netty", "jetty"})
    public String parser = "";

    /** The name of a {@link Message}. */
    @Param({"40-byte request", "browser's request", "100 pipelined requests", "response with headers", "chunked body"})
    public String message = "";

    private @Nullable Subject subject;

    /** Makes the parser. */
    @Setup
    public void open() throws Exception {
        Message chosen = Message.ALL.stream()
                .filter(one -> one.name().equals(message))
                .findFirst()
                .orElseThrow();
        subject = switch (parser) {
            case "jvloop" -> new JvloopSubject(chosen);
            case "netty" -> new NettySubject(chosen);
            default -> new JettySubject(chosen);
        };
    }

    /** Ends it. */
    @TearDown
    public void close() {
        if (subject != null) {
            subject.close();
        }
    }

    /** One message, or a hundred where they are pipelined. */
    @Benchmark
    public long parse() throws Exception {
        return subject == null ? 0 : subject.parse();
    }
}
