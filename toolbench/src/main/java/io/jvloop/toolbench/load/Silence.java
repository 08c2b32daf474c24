// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import java.util.Arrays;
import java.util.List;

/** Notices a connection whose request is under way and on which nothing moves any more. */
final class Silence {
    private final List<? extends Connection> all;
    private final double patienceSeconds;
    private final long[] moved;
    private final long[] movedAt;

    Silence(List<? extends Connection> all, double patienceSeconds, long now) {
        this.all = all;
        this.patienceSeconds = patienceSeconds;
        moved = new long[all.size()];
        movedAt = new long[all.size()];
        Arrays.fill(movedAt, now);
    }

    /** Looks at all of them. */
    void check(long now) throws Failed {
        for (int i = 0; i < moved.length; i++) {
            Connection connection = all.get(i);
            if (!connection.isUnderWay() || connection.moved() != moved[i]) {
                moved[i] = connection.moved();
                movedAt[i] = now;
            } else if (now - movedAt[i] > patienceSeconds * 1e9) {
                throw new Failed("the server is silent for " + Arguments.text(patienceSeconds) + " s: " + underWay()
                        + " of " + moved.length + " connections wait (one of them: " + connection.progress() + ")");
            }
        }
    }

    private long underWay() {
        return all.stream().filter(Connection::isUnderWay).count();
    }
}
