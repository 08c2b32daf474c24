// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.load.ServerUsage.HeapUsage;
import io.jvloop.toolbench.load.ServerUsage.Switches;
import io.jvloop.toolbench.result.Figure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From readings to figures. */
class MeasuresTest {
    private static byte[] garbage = {};

    @Test
    void percentilesAreThoseOfWhatWasRecorded() {
        Latencies latencies = new Latencies();
        latencies.record(77, 1);
        latencies.forget();
        for (int micros = 1; micros <= 10_000; micros++) {
            latencies.record(micros * 1000L, 1);
        }
        Map<Figure, Double> told = new EnumMap<>(Figure.class);
        latencies.tell(told);
        Map.of(
                        Figure.LATENCY_MIN, 1.0,
                        Figure.LATENCY_MEAN, 5000.5,
                        Figure.LATENCY_P25, 2500.0,
                        Figure.LATENCY_P50, 5000.0,
                        Figure.LATENCY_P75, 7500.0,
                        Figure.LATENCY_P90, 9000.0,
                        Figure.LATENCY_P99, 9900.0,
                        Figure.LATENCY_P999, 9990.0,
                        Figure.LATENCY_P9999, 9999.0,
                        Figure.LATENCY_MAX, 10_000.0)
                .forEach((figure, micros) -> assertEquals(micros, told.get(figure), micros * 0.0015, figure::key));
    }

    @Test
    void pipelinedAnswersThatCameTogetherCountEach() {
        Latencies latencies = new Latencies();
        latencies.record(1000, 99);
        latencies.record(1_000_000, 1);
        Map<Figure, Double> told = new EnumMap<>(Figure.class);
        latencies.tell(told);
        assertEquals(1, told.get(Figure.LATENCY_P99), 0.01);
        assertEquals(1000, told.get(Figure.LATENCY_P999), 1);
    }

    @Test
    void whatAServerUsedIsTheDifferenceOfTwoReadings() {
        ServerUsage before = new ServerUsage(
                1_000_000,
                10_000_000,
                Map.of(3L, 500_000L),
                Map.of(7L, new Switches(100, 10)),
                5000,
                Optional.of(heap(1000, 5, 1_000_000)));
        ServerUsage after = new ServerUsage(
                41_000_000,
                40_000_000,
                Map.of(3L, 2_000_000L, 9L, 500_000L),
                Map.of(7L, new Switches(150, 20), 8L, new Switches(50, 0)),
                6000,
                Optional.of(heap(21_000, 15, 3_500_000)));
        Map<Figure, Double> told = new EnumMap<>(Figure.class);
        after.tell(before, 100, 80_000_000, told);
        assertEquals(400, told.get(Figure.CPU), 1e-9);
        assertEquals(300, told.get(Figure.CPU_SYSTEM), 1e-9);
        assertEquals(100, told.get(Figure.CPU_USER), 1e-9);
        assertEquals(0.5, told.get(Figure.SERVER_BUSY), 1e-9);
        assertEquals(6000, told.get(Figure.RESIDENT));
        assertEquals(1, told.get(Figure.SWITCHES_VOLUNTARY), 1e-9);
        assertEquals(0.1, told.get(Figure.SWITCHES_INVOLUNTARY), 1e-9);
        assertEquals(0.05, told.get(Figure.COMPILERS), 1e-9);
        assertEquals(200, told.get(Figure.HEAP_PER_REQUEST), 1e-9);
        assertEquals(2.5, told.get(Figure.GC_MILLIS), 1e-9);
    }

    @Test
    void threadsThatHaveEndedAreLeftOut() {
        ServerUsage before = new ServerUsage(
                0,
                0,
                Map.of(3L, 500_000L, 4L, 900_000_000L),
                Map.of(7L, new Switches(100, 10), 8L, new Switches(5000, 500)),
                0,
                Optional.of(heap(0, 0, 0)));
        ServerUsage after = new ServerUsage(
                10_000_000,
                0,
                Map.of(3L, 1_500_000L),
                Map.of(7L, new Switches(200, 20)),
                0,
                Optional.of(heap(0, 0, 0)));
        Map<Figure, Double> told = new EnumMap<>(Figure.class);
        after.tell(before, 100, 10_000_000, told);
        assertEquals(0.1, told.get(Figure.COMPILERS), 1e-9);
        assertEquals(1, told.get(Figure.SWITCHES_VOLUNTARY), 1e-9);
        assertEquals(0.1, told.get(Figure.SWITCHES_INVOLUNTARY), 1e-9);
    }

    @Test
    void tooFewCollectionsTellNothingOfTheHeap() {
        ServerUsage before = new ServerUsage(0, 0, Map.of(), Map.of(), 0, Optional.of(heap(0, 0, 0)));
        ServerUsage after = new ServerUsage(1, 0, Map.of(), Map.of(), 0, Optional.of(heap(9_000_000, 9, 0)));
        Map<Figure, Double> told = new EnumMap<>(Figure.class);
        after.tell(before, 1, 1, told);
        assertTrue(!told.containsKey(Figure.HEAP_PER_REQUEST), told::toString);
    }

    private static HeapUsage heap(long allocated, long collections, long nanos) {
        return new HeapUsage(allocated, collections, false, nanos);
    }

    @Test
    void theCompilersOfAJvmAreToldFromItsOtherThreads() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/task")), "not run: no proc(5)");
        Threads own = Threads.of(Path.of("/proc/self"));
        assertTrue(own.compilerNanos().values().stream().anyMatch(nanos -> nanos > 0), own::toString);
        assertTrue(own.compilerNanos().size() < own.switches().size(), own::toString);
        assertTrue(own.switches().size() > 2, own::toString);
    }

    @Test
    void aPlainJvmPublishesItsCountersAndAForeignProcessNone() {
        long own = ProcessHandle.current().pid();
        PerfCounters counters = PerfCounters.of(own).orElseThrow();
        assertTrue(counters.has("sun.os.hrt.frequency"));
        assertTrue(counters.value("sun.os.hrt.frequency") > 0);
        assertTrue(PerfCounters.of(1).isEmpty() || own == 1);
    }

    @Test
    void whatIsAllocatedIsSeenFromOutside() {
        HeapMeter meter = HeapMeter.of(ProcessHandle.current().pid()).orElseThrow();
        HeapUsage before = meter.usage();
        long allocated = 0;
        while (allocated < 512L << 20) {
            garbage = new byte[10_000];
            allocated += garbage.length;
            if (allocated % 1_000_000 == 0) {
                meter.sample();
            }
        }
        HeapUsage after = meter.usage();
        assertEquals(
                (double) allocated,
                (double) (after.allocatedBytes() - before.allocatedBytes()),
                allocated * 0.5,
                () -> before + " " + after);
    }
}
