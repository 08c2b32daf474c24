// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.plan.Plan;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the same command was cut off, it goes on.
 *
 * @param old what the file has in which the results will be; null if it has none
 */
record Resumption(Plan plan, @Nullable Results old) {
    /**
     * Looks at the file.
     *
     * @throws BadInput if something else is in it, which would be lost; in our own folder that is said only, unless there must be
     *     something to go on with
     */
    static Resumption read(Toolbench toolbench, Plan plan) throws BadInput {
        if (!plan.resumes() && isFree(plan.json())) {
            return new Resumption(plan, null);
        }
        try {
            return new Resumption(plan, ResultFile.read(plan.json()));
        } catch (IOException notOurs) {
            String why = toolbench.shown(String.valueOf(notOurs.getMessage()));
            if (plan.resumes()) {
                throw new BadInput("--resume: " + why);
            }
            if (!plan.json().startsWith(toolbench.build())) {
                throw new BadInput("--json: " + why + ", and it is not written over: name another one, or remove it");
            }
            toolbench.err().println("jvloop: " + why + "; it is written anew");
            return new Resumption(plan, null);
        }
    }

    /** As mktemp(1) leaves it: nothing is in it. */
    private static boolean isFree(Path file) {
        return !Files.exists(file) || TextFile.isDevice(file) || file.toFile().length() == 0;
    }

    /**
     * What to begin with: the samples of the run that was cut off, or none. One of another command, of other code or of other peers
     * is kept in a file beside it.
     *
     * @param fresh what a new run would begin with
     * @throws Failed if there is nothing to go on with, and that was asked for
     */
    Results of(Results fresh, Toolbench toolbench) throws Failed {
        Results before = old;
        if (before == null) {
            return fresh;
        }
        String another = difference(before, fresh);
        if (!another.isEmpty()) {
            if (plan.resumes()) {
                throw new Failed("--resume: " + toolbench.shown(plan.json().toString()) + " has a run " + another);
            }
            if (!before.isWhole() && !before.samples().isEmpty()) {
                keep(another, toolbench);
            }
            return fresh;
        }
        List<Sample> samples = new ArrayList<>(before.samples());
        fresh.samples().stream().filter(sample -> !has(before, sample)).forEach(samples::add);
        toolbench
                .out()
                .println("goes on with the run that began at " + before.started() + " and was cut off after "
                        + before.samples().size() + " samples");
        return new Results(
                fresh.format(),
                fresh.command(),
                before.started(),
                "",
                fresh.machine(),
                before.rounds(),
                before.warmupSeconds(),
                before.seconds(),
                fresh.cases(),
                fresh.peers(),
                samples);
    }

    /** What was cut off may be somebody's hours. */
    private void keep(String another, Toolbench toolbench) throws Failed {
        Path kept = freeBeside(plan.json());
        try {
            Files.move(plan.json(), kept);
        } catch (IOException failure) {
            throw new Failed(toolbench.shown(kept.toString()) + " cannot be written: " + failure.getMessage());
        }
        toolbench
                .err()
                .println("jvloop: " + toolbench.shown(plan.json().toString())
                        + " has a run " + another + " that was cut off; it is kept in "
                        + toolbench.shown(kept.toString()));
    }

    private static Path freeBeside(Path file) {
        String name = file.getFileName() + ".before";
        Path free = file.resolveSibling(name);
        for (int number = 2; Files.exists(free); number++) {
            free = file.resolveSibling(name + "-" + number);
        }
        return free;
    }

    /** What it is a run of, or why it is none to go on with; empty if it is one. */
    private static String difference(Results old, Results fresh) {
        if (old.isWhole()) {
            return "that was not cut off";
        }
        if (!withoutResume(old.command()).equals(withoutResume(fresh.command()))) {
            return "of another command (" + old.command() + ")";
        }
        String commit = old.machine().commit();
        if (!commit.equals(fresh.machine().commit())) {
            return "of another commit (" + change(commit, fresh.machine().commit());
        }
        if (!old.machine().equals(fresh.machine())) {
            return "of another machine, kernel, JDK or environment";
        }
        if (!old.cases().equals(fresh.cases())) {
            return "of other cases";
        }
        for (String peer : old.samples().stream().map(Sample::peer).distinct().toList()) {
            String before = version(old, peer);
            String now = version(fresh, peer);
            if (!before.equals(now)) {
                return "of another version of " + peer + " (" + change(before, now);
            }
        }
        return "";
    }

    private static String change(String before, String now) {
        return before + ", and now it is " + now + ")";
    }

    /** «unknown» also of one that is not there, or cannot run now. */
    private static String version(Results results, String peer) {
        return results.peers().stream()
                .filter(entry -> entry.name().equals(peer) && !entry.version().isEmpty())
                .map(PeerEntry::version)
                .findFirst()
                .orElse("unknown");
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
