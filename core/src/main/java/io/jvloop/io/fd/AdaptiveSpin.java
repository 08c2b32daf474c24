// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

/**
 * Looks for news a moment longer before the thread is put to sleep. A thread that sleeps has to be woken by whoever brings the
 * news, which takes both of them time, and much more of it where the processor was given back to a hypervisor. So as long as
 * news mostly comes within about the time that sleeping would cost, looking for it costs less; where it does not come, looks
 * become rare at once, and an idle loop makes next to none.
 *
 * <p>Thread: the loop's.
 */
public final class AdaptiveSpin {
    /** Less than it costs to be put to sleep and woken: of news that come later, a wait is over as soon without looks. */
    private static final long SPIN_NANOS = 2_000;

    /** At least one wait of so many, and one more, begins with a look. */
    private static final int SKIP_MAX = 31;

    /** So many waits after the last look begin without one: doubled where it was in vain, quartered where it was not. */
    private int skip;

    private int skipped;
    private long start;
    private long longest;

    /**
     * Whether this wait shall begin with looks. To be called once for each wait.
     *
     * @param longestNanos that the wait may take; less than 0 for ever
     */
    public boolean begins(long longestNanos) {
        if (skipped < skip) {
            skipped++;
            return false;
        }
        skipped = 0;
        longest = longestNanos < 0 ? SPIN_NANOS : Math.min(longestNanos, SPIN_NANOS);
        start = System.nanoTime();
        return true;
    }

    /** After a look in vain, whether there shall be another one. */
    public boolean goesOn() {
        Thread.onSpinWait();
        return System.nanoTime() - start < longest;
    }

    /** After the last look. */
    public void ended(boolean foundNews) {
        skip = foundNews ? skip >> 2 : Math.min(SKIP_MAX, 2 * skip + 1);
    }
}
