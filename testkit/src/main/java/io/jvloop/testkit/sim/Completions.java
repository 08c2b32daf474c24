// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.testkit.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done and not told yet. It comes in lanes: one for each thing that has to keep its order. The seed decides which
 * lane is first, and which one waits for a later poll.
 */
final class Completions {
    private final SimNetwork network;
    private List<Entry> waiting = new ArrayList<>();

    /** Whose order it is that matters. */
    static final class Lane {
        private boolean held;
    }

    private @Nullable Runnable eventHook;

    private record Entry(Lane lane, Runnable telling) {}

    Completions(SimNetwork network) {
        this.network = network;
    }

    void setEventHook(@Nullable Runnable hook) {
        eventHook = hook;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Lane lane, Runnable telling) {
        waiting.add(new Entry(lane, telling));
    }

    /** Tells what is told in this poll. What is added meanwhile waits for the next one. */
    void tell() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Entry> due = waiting;
        waiting = new ArrayList<>();
        if (due.size() > 1 && network.happens(Fault.REORDERED_COMPLETION)) {
            due = reordered(due);
        }
        List<Entry> held = new ArrayList<>();
        for (Entry entry : due) {
            if (entry.lane.held || network.happens(Fault.LATE_COMPLETION)) {
                entry.lane.held = true;
                held.add(entry);
            } else {
                entry.telling.run();
                if (eventHook != null) {
                    eventHook.run();
                }
            }
        }
        for (Entry entry : held) {
            entry.lane.held = false;
        }
        waiting.addAll(0, held);
    }

    /** Lane by lane, the lanes in any order. */
    private List<Entry> reordered(List<Entry> entries) {
        Map<Lane, List<Entry>> lanes = new LinkedHashMap<>();
        entries.forEach(entry ->
                lanes.computeIfAbsent(entry.lane, _ -> new ArrayList<>()).add(entry));
        List<List<Entry>> order = new ArrayList<>(lanes.values());
        List<Entry> reordered = new ArrayList<>();
        while (!order.isEmpty()) {
            reordered.addAll(order.remove(network.dice().below(order.size())));
        }
        return reordered;
    }
}
