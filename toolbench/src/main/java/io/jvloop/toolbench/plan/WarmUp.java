// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

/**
 * How long a server is asked before anything is counted. One on a JVM is asked until its compilers are done, which takes eight
 * seconds at this load; another one two, in which caches, allocators and V8 settle. A server that has been measured in one case and goes
 * on with the next has a quarter of that before it.
 *
 * @param jvmSeconds on a JVM
 * @param otherSeconds on anything else
 */
public record WarmUp(double jvmSeconds, double otherSeconds) {
    static final WarmUp USUAL = new WarmUp(8, 2);
    static final WarmUp QUICK = new WarmUp(6, 1);

    /** Of vmbench, for all. */
    static final WarmUp POST = new WarmUp(10, 10);

    /** Before that a JVM's compilers take more of the processor than its server: no time is cut below it. */
    private static final double JVM_MIN = 6;

    /** Nor below that for anything else. */
    private static final double OTHER_MIN = 1;

    private static final double NEXT_CASE = 0.25;

    public double seconds(boolean onJvm, boolean isFirstCase) {
        double first = onJvm ? jvmSeconds : otherSeconds;
        return isFirstCase ? first : first * NEXT_CASE;
    }

    public WarmUp times(double factor) {
        return new WarmUp(
                Math.max(jvmSeconds * factor, Math.min(jvmSeconds, JVM_MIN)),
                Math.max(otherSeconds * factor, Math.min(otherSeconds, OTHER_MIN)));
    }
}
