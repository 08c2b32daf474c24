// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.Objects;
import java.util.concurrent.Callable;

/** A body that has no result, where one with a result is asked for. */
record NoResult(Body body) implements Callable<Void> {
    NoResult {
        Objects.requireNonNull(body);
    }

    @Override
    public Void call() throws Exception {
        body.run();
        return Several.known(null);
    }
}
