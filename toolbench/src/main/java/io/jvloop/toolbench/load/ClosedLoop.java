// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;

/** Each connection asks again when it has its answer. */
final class ClosedLoop implements Pace {
    private boolean isOver;

    @Override
    public void freed(Connection connection, long now) throws Failed {
        if (!isOver) {
            connection.begin(now);
        }
    }

    @Override
    public void begin(long now) {
        // whatever is free has begun already
    }

    @Override
    public long nanosUntilDue(long now) {
        return Long.MAX_VALUE;
    }

    @Override
    public void endAt(long end) {
        isOver = true;
    }

    @Override
    public boolean isOver() {
        return isOver;
    }
}
