// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.measure.IdleLoad;
import io.jvloop.toolbench.measure.Load;
import io.jvloop.toolbench.measure.Measure;
import io.jvloop.toolbench.result.Case;
import java.util.Optional;

/**
 * A case, and how it is measured.
 *
 * @param served the key under which peers say how they serve it
 */
public record Scenario(Case of, String served, Measure measure) {
    public String name() {
        return of.name();
    }

    public boolean isUnix() {
        return of.transport().equals("unix");
    }

    /** The same at this rate of requests/s; nothing if it has no requests that could be sent at one. */
    public Optional<Scenario> at(int rate) {
        return measure instanceof Load load
                ? load.at(rate).map(paced -> new Scenario(of.at(rate, paced.title()), served, paced))
                : Optional.empty();
    }

    /** Can both be measured on one server, one after the other? */
    boolean sharesServerWith(Scenario other) {
        return measure instanceof Load
                && other.measure instanceof Load
                && served.equals(other.served)
                && isUnix() == other.isUnix()
                && isIdle() == other.isIdle();
    }

    /** Memory is measured on a server that has served nothing before. */
    private boolean isIdle() {
        return measure instanceof IdleLoad;
    }
}
