// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What all processors have done since the machine was started: proc_stat(5).
 *
 * @param stolen ticks in which another virtual machine had ours
 * @param all ticks
 */
public record Steal(long stolen, long all) {
    private static final int STEAL_COLUMN = 8;

    /** Nothing where that is not known. */
    public static Steal now() {
        try {
            List<String> words =
                    List.of(Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+", -1));
            long all = 0;
            for (String ticks : words.subList(1, Math.min(words.size(), STEAL_COLUMN + 1))) {
                all += Long.parseLong(ticks);
            }
            return new Steal(words.size() > STEAL_COLUMN ? Long.parseLong(words.get(STEAL_COLUMN)) : 0, all);
        } catch (IOException notLinux) {
            return new Steal(0, 0);
        }
    }

    /** Of all processors' time from an earlier look to this one. */
    public double shareSince(Steal before) {
        long ticks = all - before.all;
        return ticks <= 0 ? 0 : (double) (stolen - before.stolen) / ticks;
    }
}
