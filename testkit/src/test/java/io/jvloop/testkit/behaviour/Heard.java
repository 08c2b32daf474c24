// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the loop's log is told until this is closed, and nobody else is. */
public final class Heard extends Handler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("io.jvloop");

    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    public Heard() {
        LOG.addHandler(this);
        LOG.setUseParentHandlers(false);
    }

    public List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord event) {
        messages.add(event.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.setUseParentHandlers(true);
        LOG.removeHandler(this);
    }
}
