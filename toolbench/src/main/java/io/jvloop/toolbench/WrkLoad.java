// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * wrk with one thread, which asks for {@code /SIZE}. wrk counts answers and errors, but does not look at bodies: one of each
 * server's is looked at here, before.
 */
final class WrkLoad implements Load {
    /** What wrk.lua says. */
    private record Said(
            long requests,
            long wallNanos,
            long errors,
            long clientCpuNanos,
            double p50Micros,
            double p75Micros,
            double p90Micros,
            double p99Micros,
            double p999Micros,
            double maxMicros) {}

    private static final int SILENT_MILLIS_MAX = 10_000;

    private final int pipeline;
    private @Nullable Path script;

    /** Sends this many requests in one write, without waiting for answers in between. */
    WrkLoad(int pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void prepare(Toolbench toolbench) throws Failed {
        script = toolbench.sources().resolve("load/wrk.lua");
        if (Command.output(List.of("sh", "-c", "command -v wrk")) == null) {
            throw new Failed("the load is wrk, and it is not there (Debian: apt-get install wrk)");
        }
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
        ProcessStatus.CpuTime before = ProcessStatus.cpuTime(server.pid());
        Said said = wrk(cores, of, pace.seconds(), url);
        ProcessStatus.CpuTime after = ProcessStatus.cpuTime(server.pid());
        return new Figures(
                        said.requests(),
                        said.wallNanos(),
                        after.nanos() - before.nanos(),
                        after.systemNanos() - before.systemNanos(),
                        said.clientCpuNanos(),
                        said.p50Micros(),
                        said.p75Micros(),
                        said.p90Micros(),
                        said.p99Micros(),
                        said.p999Micros(),
                        said.maxMicros())
                .byKey(of.size());
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
