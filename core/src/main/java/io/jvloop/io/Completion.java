// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** Is told once how an operation ended. */
@FunctionalInterface
public interface Completion {
    /** A count or a failure, see {@link Result}. */
    void completed(int result);
}
