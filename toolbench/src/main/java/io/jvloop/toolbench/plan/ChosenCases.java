// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Nearest;
import io.jvloop.cli.Options;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which cases were asked for.
 *
 * @param words groups
 */
record ChosenCases(List<String> words, Options options) {
    private static final int SIZE_MAX = 16 * 1024 * 1024;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int RATE_MAX = 10_000_000;

    private static final List<String> QUICK = List.of("echo-tcp-1k-10", "http-1k-300");
    private static final Set<String> POST_GROUPS = Set.of("echo-tcp", "echo-unix", "readline", "http");
    private static final int POST_ECHO_CONNECTIONS = 10;

    /** Those of the groups, and no other than those chosen by name. */
    List<Scenario> scenarios() throws BadInput {
        List<Scenario> all = chosen();
        canBeAsked(all);
        return options.has("--rate") ? atRate(all) : all;
    }

    /** Where nobody named them, cases without requests are left out. */
    private List<Scenario> atRate(List<Scenario> all) throws BadInput {
        int rate = new Words(options).number("--rate", 0, RATE_MAX);
        boolean areNamed = !words.isEmpty() || options.has("--case");
        List<Scenario> paced = new ArrayList<>();
        for (Scenario scenario : all) {
            Optional<Scenario> at = scenario.at(rate);
            if (at.isEmpty() && areNamed) {
                throw new BadInput("--rate " + rate + ": " + scenario.name()
                        + " has no rate of requests (echo, readline, http and connect have)");
            }
            at.ifPresent(paced::add);
        }
        return paced;
    }

    /** What no server has, or no request may be, is no server's failure. */
    private static void canBeAsked(List<Scenario> all) throws BadInput {
        for (Scenario scenario : all) {
            int size = scenario.of().size();
            if (scenario.served().equals("http") && !Groups.SIZES.contains(size)) {
                throw new BadInput("--sizes " + size + ": HTTP servers have "
                        + Groups.SIZES.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " bytes (bench echo sends any size)");
            }
            if (scenario.served().equals("readline") && (long) size * Groups.LINES > SIZE_MAX) {
                throw new BadInput("--sizes " + size + ": " + Groups.LINES + " lines of it are more than " + SIZE_MAX);
            }
        }
    }

    private List<Scenario> chosen() throws BadInput {
        Words values = new Words(options);
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
            return named(values.list("--case", List.of()), all);
        }
        boolean hasChosen = !words.isEmpty() || !sizes.isEmpty() || !connections.isEmpty() || options.has("--unix");
        if (options.has("--quick") && !hasChosen) {
            all.removeIf(scenario -> !QUICK.contains(scenario.name()));
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

    private List<Scenario> named(List<String> asked, List<Scenario> ofGroups) throws BadInput {
        List<Scenario> chosen = new ArrayList<>();
        Set<String> names =
                new LinkedHashSet<>(ofGroups.stream().map(Scenario::name).toList());
        boolean isNarrowed = options.has("--unix") || options.has("--sizes") || options.has("--connections");
        if (words.isEmpty() && !isNarrowed) { // those of groups that nobody named as well, such as echo-streams
            names.addAll(Groups.caseNames());
        }
        for (String name : asked) {
            mustBe("--case", "no case", name, names);
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
    private static BadInput unknown(String word) {
        List<String> names = Groups.words();
        names.addAll(List.of("parser", "load", "jmh", "report", "docs"));
        return new BadInput(
                "bench " + word + ": expected one of: " + String.join(", ", names) + Nearest.hint(word, names));
    }

    /** Else the nearest is named, or all are. */
    static void mustBe(String option, String what, String name, Collection<String> names) throws BadInput {
        if (!names.contains(name)) {
            String hint = Nearest.hint(name, names);
            throw new BadInput(option + ": " + what + " '" + name + "'"
                    + (hint.isEmpty() ? ": expected some of: " + String.join(", ", names) : hint));
        }
    }
}
