// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

/** Chance, by a seed: SplitMix64, which is the same everywhere and for ever. */
public final class Dice {
    private long state;

    /** Of this seed. */
    public Dice(long seed) {
        state = seed * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
    }

    /** Any 64 bits. */
    public long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** True this often: 0 is never, and then nothing is thrown at all. */
    public boolean chance(double rate) {
        return rate > 0 && (next() >>> 11) * 0x1.0p-53 < rate;
    }

    /** One of 0 to this, less one. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** One of 0 to this, less one. */
    public long below(long bound) {
        return Math.floorMod(next(), bound);
    }

    /** One of these two, and what lies between. */
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Another one, whose throws do not depend on how often this one is thrown later. */
    public Dice fork() {
        return new Dice(next());
    }
}
