// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

/**
 * What a task does when it has no result.
 */
@FunctionalInterface
public interface Body {
    /** Runs as a task, or as a part of one. */
    void run() throws Exception;
}
