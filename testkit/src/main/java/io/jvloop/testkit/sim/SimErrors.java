// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.IoError;
import io.jvloop.io.Result;

/** The failures of the fake kernel, with Linux' numbers (errno(3)). */
final class SimErrors {
    static final int NO_SUCH_FILE = Result.of(IoError.NO_SUCH_FILE, 2);
    static final int WOULD_BLOCK = Result.of(IoError.WOULD_BLOCK, 11);
    static final int OUT_OF_DESCRIPTORS = Result.of(IoError.OUT_OF_DESCRIPTORS, 24);
    static final int BROKEN_PIPE = Result.of(IoError.BROKEN_PIPE, 32);
    static final int ADDRESS_IN_USE = Result.of(IoError.ADDRESS_IN_USE, 98);
    static final int ADDRESS_NOT_AVAILABLE = Result.of(IoError.ADDRESS_NOT_AVAILABLE, 99);
    static final int RESET = Result.of(IoError.CONNECTION_RESET, 104);
    static final int NOT_CONNECTED = Result.of(IoError.NOT_CONNECTED, 107);
    static final int TIMED_OUT = Result.of(IoError.TIMED_OUT, 110);
    static final int REFUSED = Result.of(IoError.CONNECTION_REFUSED, 111);

    private SimErrors() {}
}
