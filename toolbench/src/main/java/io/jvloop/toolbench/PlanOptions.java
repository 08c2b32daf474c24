// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Nearest;
import io.jvloop.cli.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link Plan} from what was typed. */
final class PlanOptions {
    private static final List<String> NAMED = List.of(
            "--only",
            "--peers",
            "--case",
            "--sizes",
            "--connections",
            "--rounds",
            "--seconds",
            "--warmup",
            "--json",
            "--report");
    private static final List<String> FLAGS = List.of("--quick", "--post", "--unix", "--list", "--resume");

    private static final int SIZE_MAX = 16 * 1024 * 1024;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int ROUNDS_MAX = 1000;

    private static final Slices FULL = new Slices(5, WarmUp.USUAL, 4);
    private static final Slices QUICK = new Slices(3, WarmUp.QUICK, 2);
    private static final Slices POST = new Slices(1, WarmUp.POST, 30);
    private static final int FULL_SECONDS_MAX = 3 * 60 * 60;

    /** Under five minutes with the checks before it, and with what is started last. */
    private static final int QUICK_SECONDS_MAX = 250;

    private static final List<String> QUICK_CASES = List.of("echo-tcp-1k-10", "http-1k-300");
    private static final Set<String> POST_GROUPS = Set.of("echo-tcp", "echo-unix", "readline", "http");
    private static final int POST_ECHO_CONNECTIONS = 10;

    private final List<String> words;
    private final Options options;
    private final Words values;

    private PlanOptions(List<String> words, Options options) {
        this.words = words;
        this.options = options;
        this.values = new Words(options);
    }

    static PlanOptions parse(List<String> args) throws BadInput {
        int count = 0;
        while (count < args.size() && !args.get(count).startsWith("-")) {
            count++;
        }
        Options options = Options.parse(args.subList(count, args.size()), NAMED, FLAGS);
        return new PlanOptions(List.copyOf(args.subList(0, count)), options);
    }

    boolean wantsList() {
        return options.has("--list");
    }

    /**
     * What was asked for.
     *
     * @param command as it was typed
     * @param peers names of those that there are
     */
    Plan plan(Toolbench toolbench, String command, List<String> peers) throws BadInput {
        boolean quick = options.has("--quick");
        boolean post = options.has("--post");
        if (quick && post) {
            throw new BadInput("--quick and --post: one of them");
        }
        Slices usual = quick ? QUICK : post ? POST : FULL;
        boolean isCut = !options.has("--rounds") && !options.has("--seconds") && !options.has("--warmup") && !post;
        double seconds = values.seconds("--seconds", usual.seconds());
        WarmUp warmUp = usual.warmUp();
        if (options.has("--warmup")) {
            double given = values.seconds("--warmup", 0);
            warmUp = new WarmUp(given, given);
        }
        Path json = json(options.value("--json"));
        return new Plan(
                command,
                scenarios(),
                only(peers),
                new Slices(values.number("--rounds", usual.rounds(), ROUNDS_MAX), warmUp, seconds),
                isCut ? (quick ? QUICK_SECONDS_MAX : FULL_SECONDS_MAX) : 0,
                !quick,
                json == null ? toolbench.build().resolve(name() + ".json") : json,
                file("--report", options.value("--report")),
                options.has("--resume"));
    }

    private String name() {
        String groups = String.join("-", words);
        String quick = options.has("--quick") ? "quick" : "";
        String whole = groups + (groups.isEmpty() || quick.isEmpty() ? "" : "-") + quick;
        return whole.isEmpty() ? "results" : whole;
    }

    /** Those of the groups, and no other than those chosen by name. */
    List<Scenario> scenarios() throws BadInput {
        List<Integer> sizes = values.numbers("--sizes", List.of(), SIZE_MAX);
        List<Integer> connections = values.numbers("--connections", List.of(), CONNECTIONS_MAX);
        List<Scenario> all = new ArrayList<>();
        for (Group group : groups()) {
            for (Scenario scenario : group.scenarios(sizes, connections)) {
                if (!options.has("--unix") || scenario.isUnix()) {
                    all.add(scenario);
                }
            }
        }
        if (options.has("--case")) {
            return named(all);
        }
        boolean hasChosen = !words.isEmpty() || !sizes.isEmpty() || !connections.isEmpty() || options.has("--unix");
        if (options.has("--quick") && !hasChosen) {
            all.removeIf(scenario -> !QUICK_CASES.contains(scenario.name()));
        }
        if (options.has("--post") && !hasChosen) {
            all.removeIf(scenario -> !isOfThePost(scenario));
        }
        if (all.isEmpty()) {
            throw new BadInput("--unix: only echo is served over UNIX sockets");
        }
        return all;
    }

    private static boolean isOfThePost(Scenario scenario) {
        boolean isEcho = scenario.of().group().startsWith("echo-");
        return POST_GROUPS.contains(scenario.of().group())
                && (!isEcho || scenario.of().connections() == POST_ECHO_CONNECTIONS);
    }

    private List<Scenario> named(List<Scenario> ofGroups) throws BadInput {
        List<Scenario> chosen = new ArrayList<>();
        Set<String> names =
                new LinkedHashSet<>(ofGroups.stream().map(Scenario::name).toList());
        if (words.isEmpty()) {
            names.addAll(Groups.caseNames());
        }
        for (String name : values.list("--case", List.of())) {
            must("--case", "no case", name, names);
            chosen.add(ofGroups.stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findFirst()
                    .or(() -> Groups.scenario(name))
                    .orElseThrow());
        }
        return chosen;
    }

    private List<Group> groups() throws BadInput {
        if (words.isEmpty()) {
            return Groups.ALL.stream().filter(Group::isUsual).toList();
        }
        Set<Group> groups = new LinkedHashSet<>();
        for (String word : words) {
            List<Group> named = Groups.named(word);
            if (named.isEmpty()) {
                throw unknown(word);
            }
            groups.addAll(named);
        }
        return List.copyOf(groups);
    }

    /** With what else there is. */
    static BadInput unknown(String word) {
        List<String> names = Groups.words();
        names.addAll(List.of("parser", "load", "jmh", "report", "docs"));
        return new BadInput(
                "bench " + word + ": expected one of: " + String.join(", ", names) + Nearest.hint(word, names));
    }

    private List<String> only(List<String> peers) throws BadInput {
        if (options.has("--only") && options.has("--peers")) {
            throw new BadInput("--only and --peers: one of them");
        }
        String option = options.has("--peers") ? "--peers" : "--only";
        List<String> chosen = values.list(option, List.of());
        for (String name : chosen) {
            must(option, "no peer", name, peers);
        }
        return chosen;
    }

    private static void must(String option, String what, String name, Collection<String> names) throws BadInput {
        if (!names.contains(name)) {
            String hint = Nearest.hint(name, names);
            throw new BadInput(option + ": " + what + " '" + name + "'"
                    + (hint.isEmpty() ? ": expected some of: " + String.join(", ", names) : hint));
        }
    }

    static @Nullable Path json(@Nullable String file) throws BadInput {
        return file("--json", file);
    }

    private static @Nullable Path file(String option, @Nullable String file) throws BadInput {
        if (file == null) {
            return null;
        }
        Path path = Path.of(file).toAbsolutePath();
        boolean canBe = !file.isEmpty()
                && !Files.isDirectory(path)
                && Files.isWritable(Objects.requireNonNullElse(path.getParent(), path))
                && (!Files.exists(path) || Files.isWritable(path));
        if (!canBe) {
            throw new BadInput(option + " " + file + ": cannot be written");
        }
        return path;
    }
}
