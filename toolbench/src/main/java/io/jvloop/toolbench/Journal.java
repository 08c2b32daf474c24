// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The results, in their file after each sample: what was measured is kept, however the run ends.
 *
 * <p>Thread: any; when it is closed, nothing is added any more.
 */
final class Journal {
    private final Path file;
    private final Results head;
    private final Consumer<String> says;
    private final List<Sample> samples;
    private String finished = "";
    private boolean isClosed;
    private boolean isWritten;
    private boolean hasLost;

    /**
     * Goes on after the samples that the head has.
     *
     * @param says takes a line, where the file cannot be written
     */
    Journal(Path file, Results head, Consumer<String> says) {
        this.file = file;
        this.head = head;
        this.says = says;
        this.samples = new ArrayList<>(head.samples());
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    synchronized boolean has(String caseName, String peer, int round) {
        return samples.stream()
                .anyMatch(sample -> sample.round() == round
                        && sample.caseName().equals(caseName)
                        && sample.peer().equals(peer));
    }

    /** In how many rounds has it gone wrong? */
    synchronized long failures(String caseName, String peer) {
        return samples.stream()
                .filter(sample -> !sample.failure().isEmpty()
                        && sample.caseName().equals(caseName)
                        && sample.peer().equals(peer))
                .count();
    }

    synchronized void add(Sample sample) {
        if (!isClosed) {
            samples.add(sample);
            write();
        }
    }

    /** All was measured. */
    synchronized void finish() {
        if (!isClosed) {
            finished = now();
            write();
        }
    }

    /** A disk that is full now may not be at the next sample: it is tried again, but said only once. */
    private void write() {
        try {
            ResultFile.write(file, results());
            isWritten = true;
            hasLost = false;
        } catch (IOException failure) {
            if (!hasLost) {
                says.accept("jvloop: " + failure.getMessage() + "; measuring goes on");
            }
            hasLost = true;
        }
    }

    /** Of now; finished when all was measured, and not before. */
    synchronized Results results() {
        return new Results(
                head.format(),
                head.command(),
                head.started(),
                finished,
                head.machine(),
                head.rounds(),
                head.warmupSeconds(),
                head.seconds(),
                head.cases(),
                head.peers(),
                List.copyOf(samples));
    }

    /** Is there something that is not in the file? */
    synchronized boolean hasLost() {
        return hasLost;
    }

    synchronized void close() {
        isClosed = true;
    }

    /** What has become of it, for people; its file is shown as they know it. */
    synchronized String state(String shown) {
        if (hasLost) {
            return samples.size() + " samples were taken, of which " + shown
                    + " lacks some, as it could not be written";
        }
        return isWritten
                ? samples.size() + " samples are in " + shown + ", and the same command goes on from there"
                : "nothing was measured by this run";
    }

    Path file() {
        return file;
    }
}
