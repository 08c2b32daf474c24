// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import java.util.Arrays;
import java.util.StringJoiner;

/** How often each {@link Fault} happens, how much memory a connection has, and how long things take. Immutable. */
public final class Faults {
    /** A kernel and a network that are always kind, and infinitely fast. */
    public static final Faults NONE = new Faults(new double[Fault.values().length], 256 * 1024, 0, 0);

    /** What happens on a busy machine every day; nothing is refused and nothing lost. */
    public static final Faults USUAL = NONE.with(Fault.SHORT_READ, 0.1)
            .with(Fault.SHORT_WRITE, 0.1)
            .with(Fault.FULL_SOCKET, 0.03)
            .with(Fault.SLOW_NETWORK, 0.2)
            .with(Fault.LATE_COMPLETION, 0.1)
            .with(Fault.REORDERED_COMPLETION, 0.2)
            .with(Fault.LATE_STOP, 0.3)
            .with(Fault.INTERRUPTED_POLL, 0.02)
            .with(Fault.EMPTY_READINESS, 0.02)
            .with(Fault.LATE_WAKEUP, 0.1)
            .with(Fault.IDLE_PEER, 0.1)
            .withBytesOnTheWay(64 * 1024)
            .withDelayNanos(300_000)
            .withTurnNanos(20_000);

    /** The worst that is allowed, failures included. */
    public static final Faults CRUEL = NONE.with(Fault.SHORT_READ, 0.5)
            .with(Fault.SHORT_WRITE, 0.5)
            .with(Fault.FULL_SOCKET, 0.3)
            .with(Fault.SLOW_NETWORK, 0.6)
            .with(Fault.LATE_COMPLETION, 0.4)
            .with(Fault.REORDERED_COMPLETION, 0.6)
            .with(Fault.LATE_STOP, 0.7)
            .with(Fault.INTERRUPTED_POLL, 0.2)
            .with(Fault.EMPTY_READINESS, 0.2)
            .with(Fault.LATE_WAKEUP, 0.5)
            .with(Fault.IDLE_PEER, 0.4)
            .with(Fault.RESET, 0.004)
            .with(Fault.RESET_DISCARDS, 0.5)
            .with(Fault.REFUSED, 0.03)
            .with(Fault.NO_ANSWER, 0.01)
            .with(Fault.FAILED_ACCEPT, 0.05)
            .withBytesOnTheWay(12 * 1024)
            .withDelayNanos(3_000_000)
            .withTurnNanos(50_000);

    private final double[] rates;
    private final int bytesOnTheWay;
    private final long delayNanos;
    private final long turnNanos;

    private Faults(double[] rates, int bytesOnTheWay, long delayNanos, long turnNanos) {
        this.rates = rates;
        this.bytesOnTheWay = bytesOnTheWay;
        this.delayNanos = delayNanos;
        this.turnNanos = turnNanos;
    }

    /** How often this happens, of 1. */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    public double rate(Fault fault) {
        return rates[fault.ordinal()];
    }

    /** With this one as often as that: from 0, never, to 1, always. */
    @SuppressWarnings("EnumOrdinal")
    public Faults with(Fault fault, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate " + rate + " of " + fault + ": expected 0 to 1");
        }
        double[] changed = rates.clone();
        changed[fault.ordinal()] = rate;
        return new Faults(changed, bytesOnTheWay, delayNanos, turnNanos);
    }

    /** With everything that a program notices never. */
    public Faults withoutFailures() {
        Faults kind = this;
        for (Fault fault : Fault.values()) {
            kind = fault.isFailure() ? kind.with(fault, 0) : kind;
        }
        return kind;
    }

    /** How many bytes are on their way, or have arrived and are not read, in one direction of a connection at most. */
    public int bytesOnTheWay() {
        return bytesOnTheWay;
    }

    /** With this much memory for one direction of a connection. */
    public Faults withBytesOnTheWay(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes on the way " + bytes + ": expected 1 or more");
        }
        return new Faults(rates, bytes, delayNanos, turnNanos);
    }

    /** How long {@link Fault#SLOW_NETWORK} takes at most. */
    public long delayNanos() {
        return delayNanos;
    }

    /** With a slow network that takes this long at most. */
    public Faults withDelayNanos(long nanos) {
        return new Faults(rates, bytesOnTheWay, nanos, turnNanos);
    }

    /** How much time passes at most between two polls: what the program itself takes. */
    public long turnNanos() {
        return turnNanos;
    }

    /** With a program that takes this long at most. 0: time stands still while the program runs. */
    public Faults withTurnNanos(long nanos) {
        return new Faults(rates, bytesOnTheWay, delayNanos, nanos);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults that
                && Arrays.equals(rates, that.rates)
                && bytesOnTheWay == that.bytesOnTheWay
                && delayNanos == that.delayNanos
                && turnNanos == that.turnNanos;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rates) * 31 + Long.hashCode(bytesOnTheWay + delayNanos + turnNanos);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Faults[", "]");
        for (Fault fault : Fault.values()) {
            if (rate(fault) > 0) {
                text.add(fault + " " + rate(fault));
            }
        }
        return text.add(bytesOnTheWay + " bytes on the way")
                .add("delay " + delayNanos + " ns")
                .add("turn " + turnNanos + " ns")
                .toString();
    }
}
