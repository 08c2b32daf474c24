// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.report.Report;
import io.jvloop.toolbench.result.NamedFile;
import io.jvloop.toolbench.result.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Plan} from what was typed. */
public final class PlanOptions {
    private static final List<String> NAMED = List.of(
            "--only",
            "--peers",
            "--case",
            "--sizes",
            "--connections",
            "--rate",
            "--rounds",
            "--seconds",
            "--warmup",
            "--json",
            "--report");
    private static final List<String> FLAGS = List.of("--quick", "--post", "--unix", "--list", "--resume");

    private static final int ROUNDS_MAX = 1000;
    private static final int REQUESTS_MIN = 100;

    private static final Slices FULL = new Slices(5, WarmUp.USUAL, 4);
    private static final Slices QUICK = new Slices(3, WarmUp.QUICK, 2);
    private static final Slices POST = new Slices(1, WarmUp.POST, 30);
    private static final int FULL_SECONDS_MAX = 3 * 60 * 60;

    /** Under five minutes with the checks before it, and with what is started last. */
    private static final int QUICK_SECONDS_MAX = 270;

    private final List<String> words;
    private final Options options;
    private final Words values;

    private PlanOptions(List<String> words, Options options) {
        this.words = words;
        this.options = options;
        this.values = new Words(options);
    }

    public static PlanOptions parse(List<String> args) throws BadInput {
        int count = 0;
        while (count < args.size() && !args.get(count).startsWith("-")) {
            count++;
        }
        checkGroupsComeFirst(args, args.subList(count, args.size()));
        Options options = Options.parse(args.subList(count, args.size()), NAMED, FLAGS);
        return new PlanOptions(List.copyOf(args.subList(0, count)), options);
    }

    private static void checkGroupsComeFirst(List<String> args, List<String> options) throws BadInput {
        for (int i = 0; i < options.size(); i++) {
            String word = options.get(i);
            if (NAMED.contains(word)) {
                i++; // its value
            } else if (!Groups.named(word).isEmpty()) {
                List<String> others = new ArrayList<>(args);
                others.remove(args.size() - options.size() + i);
                throw new BadInput("groups come first: ./jvloop bench " + word + " " + String.join(" ", others));
            }
        }
    }

    /** Whether cases are chosen or measured by it, as in {@code bench echo --only}. */
    public static boolean isOption(String name) {
        return NAMED.contains(name) || FLAGS.contains(name);
    }

    public boolean wantsList() {
        return options.has("--list");
    }

    /**
     * What was asked for.
     *
     * @param command as it was typed
     * @param peers those that there are
     */
    public Plan plan(Toolbench toolbench, String command, Peers peers) throws BadInput {
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
        Path ours = toolbench.build().resolve(name() + ".json");
        Path json = file("--json", ours);
        Path report = file("--report", page(TextFile.isDevice(json) ? ours : json));
        if (NamedFile.areSame(report, json)) {
            throw new BadInput("--report: the results go to " + toolbench.shown(json.toString()) + " already");
        }
        if (!options.has("--report") && !report.startsWith(toolbench.build()) && !Report.mayBeWritten(report)) {
            throw new BadInput("--json: the page goes beside it, and " + toolbench.shown(report.toString())
                    + " is no report and not written over: say where by --report");
        }
        List<Scenario> scenarios = new ChosenCases(words, options).scenarios();
        checkRate(scenarios, seconds);
        List<String> only = only(peers, scenarios);
        List<Scenario> served = served(peers, scenarios, only);
        if (served.isEmpty()) {
            throw new BadInput("no peer serves any of these cases");
        }
        return new Plan(
                command,
                served,
                only,
                new Slices(values.number("--rounds", usual.rounds(), ROUNDS_MAX), warmUp, seconds),
                isCut ? (quick ? QUICK_SECONDS_MAX : FULL_SECONDS_MAX) : 0,
                !quick,
                json,
                report,
                options.has("--resume"));
    }

    /** Cases that none of the chosen serves are left out. */
    private static List<Scenario> served(Peers peers, List<Scenario> scenarios, List<String> only) {
        return scenarios.stream()
                .filter(one -> peers.serving(one.served(), one.isUnix()).stream()
                        .anyMatch(peer -> only.isEmpty() || only.contains(peer.name())))
                .toList();
    }

    private static void checkRate(List<Scenario> scenarios, double seconds) throws BadInput {
        int rate = scenarios.getFirst().of().rate();
        if (rate > 0 && rate * seconds < REQUESTS_MIN) {
            throw new BadInput("--rate " + rate + ": fewer than " + REQUESTS_MIN + " requests in " + seconds
                    + " s, which say little of latencies");
        }
    }

    private String name() {
        String groups = String.join("-", words);
        String quick = options.has("--quick") ? "quick" : "";
        String whole = groups + (groups.isEmpty() || quick.isEmpty() ? "" : "-") + quick;
        return whole.isEmpty() ? "results" : whole;
    }

    /** Beside the results. */
    private static Path page(Path json) {
        String name = String.valueOf(json.getFileName());
        String page = name.equals("results.json") ? "report" : name.replaceFirst("\\.json$", "");
        return json.resolveSibling(page + ".html");
    }

    private Path file(String option, Path usual) throws BadInput {
        String named = options.value(option);
        return named == null ? usual : NamedFile.toWrite(option, named);
    }

    private List<String> only(Peers peers, List<Scenario> scenarios) throws BadInput {
        if (options.has("--only") && options.has("--peers")) {
            throw new BadInput("--only and --peers: one of them");
        }
        String option = options.has("--peers") ? "--peers" : "--only";
        List<String> chosen = values.list(option, List.of());
        List<String> serving = scenarios.stream()
                .flatMap(one -> peers.serving(one.served(), one.isUnix()).stream())
                .map(Peer::name)
                .toList();
        for (String name : chosen) {
            ChosenCases.mustBe(option, "no peer", name, peers.names());
            if (!serving.contains(name)) {
                throw new BadInput(option + " " + name + ": serves none of these cases (toolbench/peers/" + name
                        + ".json says what it serves)");
            }
        }
        return chosen;
    }
}
