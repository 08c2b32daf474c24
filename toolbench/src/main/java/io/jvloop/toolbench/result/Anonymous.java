// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results without where they were measured: {@link Places#hidden} of each text in them that may say so. */
public final class Anonymous {
    private final Places places;

    /** Where the repository is. */
    public Anonymous(Path root) {
        places = new Places(root);
    }

    /** One that is in no results. */
    public String text(String text) {
        return places.hidden(text);
    }

    /** All of them; what has been made anonymous before stays as it is. */
    public Results results(Results from) {
        return new Results(
                from.format(),
                text(from.command()),
                from.started(),
                from.finished(),
                machine(from.machine()),
                from.rounds(),
                from.warmupSeconds(),
                from.seconds(),
                from.cases(),
                from.peers().stream().map(this::peer).toList(),
                from.samples().stream().map(this::sample).toList());
    }

    private Machine machine(Machine from) {
        Map<String, String> environment = new LinkedHashMap<>();
        from.environment().forEach((name, value) -> environment.put(name, text(value)));
        return new Machine(
                from.cpu(),
                from.cores(),
                from.memoryBytes(),
                text(from.kernel()),
                text(from.jdk()),
                from.commit(),
                from.serverCore(),
                from.clientCore(),
                environment);
    }

    private PeerEntry peer(PeerEntry from) {
        return new PeerEntry(
                from.name(),
                text(from.title()),
                from.language(),
                text(from.version()),
                from.cases(),
                from.floorIn(),
                text(from.missing()),
                text(from.install()));
    }

    /** One that is added to such results. */
    public Sample sample(Sample from) {
        return new Sample(
                from.caseName(),
                from.peer(),
                from.round(),
                from.position(),
                text(from.note()),
                text(from.failure()),
                from.figures());
    }
}
