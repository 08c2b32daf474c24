// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test that runs once on every backend: io_uring, each step that it falls back to, epoll, NIO, and a fake kernel
 * with many seeds. Its argument is a {@link Rig}.
 *
 * <p>A backend that this system does not have makes that run aborted, with the reason. {@code -Dseed=N} has only the fake
 * kernel run, with that seed; {@code -Dbackends=epoll,nio} only backends whose names begin so.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EveryBackendExtension.class)
public @interface EveryBackend {
    /** The kinds of sockets that it runs on. */
    SocketKind[] sockets() default SocketKind.TCP;

    /**
     * The ways of running tasks that it runs in, for a test of what uses tasks: on io_uring, epoll and NIO in each of them,
     * on the fake kernel the seeds take turns. Empty for a test that is not about tasks.
     */
    TaskMode[] tasks() default {};

    /** Whether it runs on real kernels. */
    boolean real() default true;

    /** With how many seeds it runs on the fake kernel; they take turns in the kinds of sockets. */
    int seeds() default 50;
}
