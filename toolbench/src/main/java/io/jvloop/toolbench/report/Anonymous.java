// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Machine;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of what is published where it was measured: the repository becomes {@code .}, a home {@code ~}, this host {@code host}. */
final class Anonymous {
    /** Homes of any user, on any system: the file may come from another one. */
    private static final Pattern HOME =
            Pattern.compile("(?<![\\w.~-])(/(?:home|Users)/[^/\\s:;,'\"]+|/root)(?=[/\\s:;,'\"]|$)");

    private static final Pattern UNTELLING = Pattern.compile("localhost|host|root|user|");

    private record Secret(Pattern text, String instead) {}

    private final List<Secret> secrets = new ArrayList<>();

    /** Where the repository is. */
    Anonymous(Path root) {
        path(root.toAbsolutePath().normalize(), ".");
        path(Path.of(System.getProperty("user.home")), "~");
        secrets.add(new Secret(HOME, "~"));
        word(hostName(), "host");
        word(System.getProperty("user.name", ""), "user");
    }

    private void path(Path path, String instead) {
        if (path.getNameCount() > 0) {
            secrets.add(new Secret(Pattern.compile(Pattern.quote(path.toString()) + "(?![\\w.-])"), instead));
        }
    }

    private void word(String word, String instead) {
        if (!UNTELLING.matcher(word).matches()) {
            secrets.add(new Secret(Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])"), instead));
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "";
        }
    }

    String text(String text) {
        String cleaned = text;
        for (Secret secret : secrets) {
            cleaned = secret.text().matcher(cleaned).replaceAll(Matcher.quoteReplacement(secret.instead()));
        }
        return cleaned;
    }

    Results results(Results from) {
        return new Results(
                from.format(),
                text(from.command()),
                from.started(),
                from.finished(),
                machine(from.machine()),
                from.rounds(),
                from.warmupSeconds(),
                from.seconds(),
                from.cases(),
                from.peers().stream().map(this::peer).toList(),
                from.samples().stream().map(this::sample).toList());
    }

    private Machine machine(Machine from) {
        Map<String, String> environment = new LinkedHashMap<>();
        from.environment().forEach((name, value) -> environment.put(name, text(value)));
        return new Machine(
                from.cpu(),
                from.cores(),
                from.memoryBytes(),
                text(from.kernel()),
                text(from.jdk()),
                from.commit(),
                from.serverCore(),
                from.clientCore(),
                environment);
    }

    private PeerEntry peer(PeerEntry from) {
        return new PeerEntry(
                from.name(),
                text(from.title()),
                from.language(),
                text(from.version()),
                from.cases(),
                from.floorIn(),
                text(from.missing()),
                text(from.install()));
    }

    private Sample sample(Sample from) {
        return new Sample(
                from.caseName(),
                from.peer(),
                from.round(),
                from.position(),
                text(from.note()),
                text(from.failure()),
                sixDigits(from.figures()));
    }

    /** What two rounds have in common is less, and the page is a third smaller. */
    private static Map<String, Double> sixDigits(Map<String, Double> figures) {
        Map<String, Double> shorter = new LinkedHashMap<>();
        figures.forEach((name, value) -> shorter.put(name, Numbers.sixDigits(value)));
        return shorter;
    }
}
