// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
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
 * wrk with one thread, which asks for {@code /SIZE}. wrk counts answers and errors, but does not look at bodies: one of each
 * server's is looked at here, before.
 */
public final class WrkLoad implements Load {
    /** What wrk.lua says. */
    record Said(
            long requests,
            long wallNanos,
            long errors,
            long clientCpuNanos,
            double minMicros,
            double meanMicros,
            double p25Micros,
            double p50Micros,
            double p75Micros,
            double p90Micros,
            double p99Micros,
            double p999Micros,
            double p9999Micros,
            double maxMicros) {}

    private static final int SILENT_MILLIS_MAX = 10_000;
    private static final Pattern VERSION = Pattern.compile("wrk (\\S+) \\[");

    private final int pipeline;
    private @Nullable Path script;

    /** Sends this many requests in one write, without waiting for answers in between. */
    public WrkLoad(int pipeline) {
        this.pipeline = pipeline;
    }

    public static boolean isThere() {
        return Command.output(List.of("sh", "-c", "command -v wrk")) != null;
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
        return whole(pace.warmupSeconds()) + whole(pace.seconds());
    }

    @Override
    public Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed {
        String url =
                "http://" + server.address().host() + ":" + server.address().port() + "/" + of.size();
        checkBody(url, of.size());
        wrk(cores, of, pace.warmupSeconds(), url);
        ServerWatch watch = ServerWatch.of(server.pid());
        ServerUsage before = watch.now();
        Said said = wrk(cores, of, pace.seconds(), url);
        return figures(said, of.size(), watch.now(), before);
    }

    Map<String, Double> figures(Said said, int size, ServerUsage after, ServerUsage before) {
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
    private static void latencies(Said said, Map<Figure, Double> figures) {
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

    private static void checkBody(String url, int size) throws Failed {
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
        } catch (IOException failure) {
            throw new Failed(url + ": " + failure.getMessage());
        }
    }

    private Said wrk(Cores cores, Case of, double seconds, String url) throws Failed {
        long whole = whole(seconds);
        List<String> command = new ArrayList<>(cores.client(List.of("env", "PIPELINE=" + pipeline, "wrk", "-t1")));
        command.addAll(List.of("-c" + of.connections(), "-d" + whole, "-s" + script, url));
        String line = Command.answer(command, whole + 30);
        return said(line, url);
    }

    /** From its line. */
    static Said said(String line, String url) throws Failed {
        @Nullable Said said;
        try {
            said = new Gson().fromJson(line, Said.class);
        } catch (JsonParseException unreadable) {
            throw new Failed("wrk said what is no JSON: " + line);
        }
        if (said == null || said.requests() == 0 || said.errors() > 0) {
            throw new Failed(url + ": "
                    + (said == null ? "wrk said nothing" : said.errors() + " errors, " + said.requests() + " answers"));
        }
        return said;
    }
}
