// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.toolbench.result.Figure;
import java.util.Map;
import java.util.Optional;

/**
 * What a server has used until one moment, all threads of its process.
 *
 * @param cpuNanos in user space and in the kernel
 * @param systemNanos of these in the kernel, to the tick of the kernel's accounts
 * @param compilerNanos of these by the JIT compilers of a JVM, by thread: HotSpot ends those that have been idle
 * @param switches by thread
 * @param residentBytes at that moment
 * @param heap if it is a JVM that tells
 */
public record ServerUsage(
        long cpuNanos,
        long systemNanos,
        Map<Long, Long> compilerNanos,
        Map<Long, Switches> switches,
        long residentBytes,
        Optional<HeapUsage> heap) {
    /** Context switches of a thread since it was started. */
    public record Switches(long voluntary, long involuntary) {}

    /**
     * Of a JVM.
     *
     * @param allocatedBytes by Java code
     * @param collections of the young generation
     * @param isExact if allocations are known in between collections as well
     * @param collectionNanos that collections took
     */
    public record HeapUsage(long allocatedBytes, long collections, boolean isExact, long collectionNanos) {}

    /** So many collections are within a tenth of the truth. */
    private static final long COLLECTIONS_ENOUGH = 10;

    /** The figures of what was used since. What is known by thread is of those that are there now: one that has ended is left out. */
    public void tell(ServerUsage before, long requests, double wallNanos, Map<Figure, Double> figures) {
        double cpu = (double) (cpuNanos - before.cpuNanos);
        // ticks are coarser than the clock
        double system = Math.min(cpu, (double) (systemNanos - before.systemNanos));
        figures.put(Figure.CPU, cpu / 1e3 / requests);
        figures.put(Figure.CPU_SYSTEM, system / 1e3 / requests);
        figures.put(Figure.CPU_USER, (cpu - system) / 1e3 / requests);
        figures.put(Figure.SERVER_BUSY, cpu / wallNanos);
        figures.put(Figure.RESIDENT, (double) residentBytes);
        long voluntary = 0;
        long involuntary = 0;
        for (Map.Entry<Long, Switches> thread : switches.entrySet()) {
            Switches earlier = before.switches.getOrDefault(thread.getKey(), new Switches(0, 0));
            voluntary += thread.getValue().voluntary - earlier.voluntary;
            involuntary += thread.getValue().involuntary - earlier.involuntary;
        }
        figures.put(Figure.SWITCHES_VOLUNTARY, (double) voluntary / requests);
        figures.put(Figure.SWITCHES_INVOLUNTARY, (double) involuntary / requests);
        if (heap.isPresent() && before.heap.isPresent()) {
            if (cpu > 0) {
                figures.put(Figure.COMPILERS, compilerNanosSince(before) / cpu);
            }
            HeapUsage earlier = before.heap.get();
            if (heap.get().isExact || heap.get().collections - earlier.collections >= COLLECTIONS_ENOUGH) {
                double bytes = (double) (heap.get().allocatedBytes - earlier.allocatedBytes);
                figures.put(Figure.HEAP_PER_REQUEST, bytes / requests);
            }
            figures.put(Figure.GC_MILLIS, (double) (heap.get().collectionNanos - earlier.collectionNanos) / 1e6);
        }
    }

    private long compilerNanosSince(ServerUsage before) {
        return compilerNanos.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.compilerNanos.getOrDefault(thread.getKey(), 0L))
                .sum();
    }
}
