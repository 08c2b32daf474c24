// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What may be said of one case in a result file. */
public final class Series {
    /** A server with more time left than this waited for its load. */
    private static final double BUSY_MIN = 0.95;

    /** Compilers that take more than this of a JVM's CPU time move its figure by more than rounds do. */
    private static final double COMPILERS_MAX = 0.05;

    /** jvloop as it chooses by itself, else another jvloop; where none was measured, the bare loops in C. */
    private static final List<String> REFERENCES = List.of(
            "jvloop-auto",
            "jvloop-io-uring",
            "jvloop-epoll",
            "jvloop-nio",
            "jvloop-streams",
            "jvloop",
            "c-epoll",
            "c-http");

    private final Case of;
    private final List<Sample> samples;
    private final String reference;

    /** The samples of this case among all. */
    public Series(Case of, List<Sample> all) {
        this.of = of;
        this.samples = all.stream()
                .filter(sample -> sample.caseName().equals(of.name()))
                .toList();
        this.reference = REFERENCES.stream()
                .filter(name -> median(name, of.leadingFigure()).isPresent())
                .findFirst()
                .orElse("");
    }

    public Case of() {
        return of;
    }

    public List<Sample> samples() {
        return samples;
    }

    /** The peer that others are compared with; empty if none of those that could be it was measured. */
    public String reference() {
        return reference;
    }

    /**
     * How many times the reference's cost a peer's is, over the rounds that have both: above 1 it does worse, whichever way the figure
     * goes. Empty for the reference itself, and where there is none.
     */
    public Optional<Interval> cost(String peer) {
        if (reference.isEmpty() || peer.equals(reference)) {
            return Optional.empty();
        }
        Figure leading = of.leadingFigure();
        return leading.moreIsBetter() ? ratio(reference, peer, leading) : ratio(peer, reference, leading);
    }

    /** Whether its rounds are so far apart that a few hundredths cannot be told: by its cost, else by what it was measured by. */
    public boolean isNoisy(String peer) {
        return cost(peer)
                .or(() -> figure(peer, of.leadingFigure()))
                .filter(Interval::isWide)
                .isPresent();
    }

    /** Whether a server that was busy for this share of the time has requests/s that are those of its load, not its own. */
    public static boolean isClientBound(double serverBusy) {
        return serverBusy < BUSY_MIN;
    }

    /** Whether a JVM whose compilers took this share of its CPU time was still warming up. */
    public static boolean isCompiling(double compilerShare) {
        return compilerShare > COMPILERS_MAX;
    }

    /** The median alone, which costs far less than {@link #figure}. */
    public OptionalDouble median(String peer, Figure figure) {
        List<Double> values = values(peer, figure);
        return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Interval.median(values));
    }

    /** Of a peer, over its rounds; empty if none of them has it. */
    public Optional<Interval> figure(String peer, Figure figure) {
        List<Double> values = values(peer, figure);
        return values.isEmpty() ? Optional.empty() : Optional.of(Interval.of(values));
    }

    private List<Double> values(String peer, Figure figure) {
        List<Double> values = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.peer().equals(peer)) {
                sample.figure(figure).ifPresent(values::add);
            }
        }
        return values;
    }

    /** A peer's figure divided by another's of the same round, over the rounds that have both. */
    public Optional<Interval> ratio(String peer, String beside, Figure figure) {
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.peer().equals(peer)) {
                OptionalDouble own = sample.figure(figure);
                OptionalDouble other = inRound(sample.round(), beside, figure);
                if (own.isPresent() && other.isPresent() && other.getAsDouble() != 0) {
                    ratios.add(own.getAsDouble() / other.getAsDouble());
                }
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Interval.of(ratios));
    }

    private OptionalDouble inRound(int round, String peer, Figure figure) {
        return samples.stream()
                .filter(sample -> sample.round() == round && sample.peer().equals(peer))
                .map(sample -> sample.figure(figure))
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }
}
