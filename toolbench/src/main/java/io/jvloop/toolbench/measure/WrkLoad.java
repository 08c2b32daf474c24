// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.load.ServerUsage;
import io.jvloop.toolbench.load.ServerWatch;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * wrk with one thread, which asks for {@code /SIZE}. wrk counts answers and errors, but neither looks at bodies nor notices that an
 * answer does not come: that is looked at here, once before and some times after it.
 */
public final class WrkLoad implements Load {
    private static final int SILENT_MILLIS_MAX = 10_000;
    private static final int LOOKS = 20;
    private static final Pattern VERSION = Pattern.compile("wrk (\\S+) \\[");

    private final int pipeline;
    private @Nullable Path script;

    /** Sends this many requests in one write, without waiting for answers in between. */
    public WrkLoad(int pipeline) {
        this.pipeline = pipeline;
    }

    public static boolean isThere() {
        return Command.isThere(List.of("sh", "-c", "command -v wrk"));
    }

    @Override
    public void prepare(Toolbench toolbench) {
        script = toolbench.sources().resolve("load/wrk.lua");
    }

    @Override
    public String version() {
        return Version.FOUND;
    }

    /** Asked for once. */
    private static final class Version {
        /** It says it, then how it is used, and ends as after a mistake. */
        static final String FOUND =
                version(Objects.requireNonNullElse(Command.output(List.of("sh", "-c", "wrk -v; :")), ""));
    }

    /** From its first line: {@code wrk debian/4.1.0-3 [epoll] Copyright (C) 2012 Will Glozer}. */
    static String version(String said) {
        Matcher matcher = VERSION.matcher(said);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    /** It knows no rate: our own load asks. */
    @Override
    public Optional<Load> at(int rate) {
        return OwnLoad.http(pipeline).at(rate);
    }

    @Override
    public String title() {
        return "wrk";
    }

    /** wrk knows no parts of a second. */
    @Override
    public double seconds(Pace pace) {
        return warmupSeconds(pace) + whole(pace.seconds());
    }

    @Override
    public double warmupSeconds(Pace pace) {
        return whole(pace.warmupSeconds());
    }

    @Override
    public Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed {
        String url =
                "http://" + server.address().host() + ":" + server.address().port() + "/" + of.size();
        look(url, of.size());
        wrk(cores, of, pace.warmupSeconds(), url);
        ServerWatch watch = ServerWatch.of(server.pid());
        ServerUsage before = watch.now();
        WrkSaid said = wrk(cores, of, pace.seconds(), url);
        ServerUsage after = watch.now();
        for (int i = 0; i < LOOKS; i++) {
            look(url, of.size());
        }
        return figures(said, of.size(), after, before);
    }

    Map<String, Double> figures(WrkSaid said, int size, ServerUsage after, ServerUsage before) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        double perSecond = said.requests() * 1e9 / said.wallNanos();
        figures.put(Figure.REQUESTS, (double) said.requests());
        figures.put(Figure.WALL_SECONDS, said.wallNanos() / 1e9);
        figures.put(Figure.REQUESTS_PER_SECOND, perSecond);
        figures.put(Figure.MEBIBYTES_PER_SECOND, perSecond * size / (1 << 20));
        figures.put(Figure.CLIENT_BUSY, (double) said.clientCpuNanos() / said.wallNanos());
        figures.put(Figure.CLIENT_CPU, said.clientCpuNanos() / 1e3 / said.requests());
        if (pipeline == 1) {
            latencies(said, figures);
        }
        after.tell(before, said.requests(), (double) said.wallNanos(), figures);
        Map<String, Double> byKey = new HashMap<>();
        figures.forEach((figure, value) -> byKey.put(figure.key(), value));
        return byKey;
    }

    /** What wrk says of requests that share a write is in no order: percentiles of 0 above medians. */
    private static void latencies(WrkSaid said, Map<Figure, Double> figures) {
        figures.put(Figure.LATENCY_MIN, said.minMicros());
        figures.put(Figure.LATENCY_MEAN, said.meanMicros());
        figures.put(Figure.LATENCY_P25, said.p25Micros());
        figures.put(Figure.LATENCY_P50, said.p50Micros());
        figures.put(Figure.LATENCY_P75, said.p75Micros());
        figures.put(Figure.LATENCY_P90, said.p90Micros());
        figures.put(Figure.LATENCY_P99, said.p99Micros());
        figures.put(Figure.LATENCY_P999, said.p999Micros());
        figures.put(Figure.LATENCY_P9999, said.p9999Micros());
        figures.put(Figure.LATENCY_MAX, said.maxMicros());
    }

    private static long whole(double seconds) {
        return Math.max(1, Math.round(seconds));
    }

    private static void look(String url, int size) throws Failed {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(SILENT_MILLIS_MAX);
            connection.setReadTimeout(SILENT_MILLIS_MAX);
            connection.setRequestProperty("Connection", "close");
            int length = connection.getInputStream().readAllBytes().length;
            if (connection.getResponseCode() != 200 || length != size) {
                throw new Failed(
                        url + " is answered with " + connection.getResponseCode() + " and " + length + " bytes");
            }
        } catch (SocketTimeoutException hangs) {
            throw new Failed(url + ": no answer within " + SILENT_MILLIS_MAX / 1000 + " s");
        } catch (IOException failure) {
            throw new Failed(url + ": " + failure.getMessage());
        }
    }

    private WrkSaid wrk(Cores cores, Case of, double seconds, String url) throws Failed {
        @Nullable WrkSaid said = WrkSaid.parsed(line(cores, of, whole(seconds), url, false));
        if (said != null && said.statusErrors() > 0) {
            said = named(said, cores, of, url);
        }
        return WrkSaid.checked(said, url);
    }

    /** Looking at each answer takes time, so that is done only when something is wrong, and the load is as it was. */
    private WrkSaid named(WrkSaid said, Cores cores, Case of, String url) {
        @Nullable WrkSaid again;
        try {
            again = WrkSaid.parsed(line(cores, of, 1, url, true));
        } catch (Failed failure) {
            return said; // what is known already is the better reason
        }
        return again == null ? said : said.withBadStatus(again.badStatus());
    }

    private String line(Cores cores, Case of, long seconds, String url, boolean namesStatus) throws Failed {
        List<String> command = new ArrayList<>(cores.client(
                List.of("env", "PIPELINE=" + pipeline, "NAMES_STATUS=" + (namesStatus ? 1 : 0), "wrk", "-t1")));
        // by itself it takes any answer for lost after two seconds
        String timeout = SILENT_MILLIS_MAX / 1000 + "s";
        command.addAll(List.of("-c" + of.connections(), "-d" + seconds, "--timeout", timeout, "-s" + script, url));
        return Command.answer(command, seconds + 30);
    }
}
