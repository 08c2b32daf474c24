// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the same command was cut off, it goes on. */
final class Resumption {
    private Resumption() {}

    /**
     * What to begin with: the samples of the run that was cut off, or none.
     *
     * @param fresh what a new run would begin with
     * @throws Failed if there is nothing to go on with, and that was asked for
     */
    static Results of(Plan plan, Results fresh, Toolbench toolbench) throws Failed {
        Results old = read(plan);
        if (old == null || !goesOnWith(old, fresh)) {
            if (plan.resumes()) {
                throw new Failed("--resume: " + toolbench.shown(plan.json().toString()) + " is no result of the same"
                        + " command at the same commit that was cut off");
            }
            return fresh;
        }
        List<Sample> samples = new ArrayList<>(old.samples());
        fresh.samples().stream().filter(sample -> !has(old, sample)).forEach(samples::add);
        toolbench
                .out()
                .println("goes on with the run that began at " + old.started() + " and was cut off after "
                        + old.samples().size() + " samples");
        return new Results(
                fresh.format(),
                fresh.command(),
                old.started(),
                "",
                fresh.machine(),
                old.rounds(),
                old.warmupSeconds(),
                old.seconds(),
                fresh.cases(),
                fresh.peers(),
                samples);
    }

    private static @Nullable Results read(Plan plan) {
        try {
            return Files.exists(plan.json()) ? ResultFile.read(plan.json()) : null;
        } catch (IOException notOurs) {
            return null;
        }
    }

    private static boolean goesOnWith(Results old, Results fresh) {
        return old.finished().isEmpty()
                && withoutResume(old.command()).equals(withoutResume(fresh.command()))
                && old.machine().equals(fresh.machine());
    }

    private static String withoutResume(String command) {
        return command.replace(" --resume", "");
    }

    private static boolean has(Results old, Sample sample) {
        return old.samples().stream()
                .anyMatch(one -> one.caseName().equals(sample.caseName())
                        && one.peer().equals(sample.peer())
                        && !one.failure().isEmpty());
    }
}
