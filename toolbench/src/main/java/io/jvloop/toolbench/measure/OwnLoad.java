// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.load.LoadProgram;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link io.jvloop.toolbench.load}, in a process of its own, in which every byte that comes back is compared: a closed loop, or an open
 * one at a fixed rate.
 *
 * @param mode of that program
 * @param options more of them
 * @param rate requests/s over all connections; 0: each connection asks again when it has its answer
 */
public record OwnLoad(String mode, List<String> options, int rate) implements Load {
    /** The program gives up after 10 s of silence by itself. */
    private static final int PATIENCE_SECONDS = 20;

    /** A closed loop. */
    public OwnLoad(String mode, String... options) {
        this(mode, List.of(options), 0);
    }

    public static OwnLoad http(int pipeline) {
        return new OwnLoad("http", "--pipeline", String.valueOf(pipeline));
    }

    /** At a fixed rate it stands in for nobody: wrk knows none. */
    public static boolean standsInForWrk(Measure measure) {
        return measure instanceof OwnLoad own && own.isOfHttp() && own.rate == 0;
    }

    @Override
    public Optional<Load> at(int requestsPerSecond) {
        return Optional.of(new OwnLoad(mode, options, requestsPerSecond));
    }

    private boolean isOfHttp() {
        return mode.equals("http");
    }

    @Override
    public String title() {
        String loop = rate == 0 ? "closed loop" : "open loop, " + rate + " requests/s";
        return isOfHttp() ? "our own " + loop : loop;
    }

    @Override
    public Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed {
        List<String> words =
                new ArrayList<>(List.of("--mode", mode, "--to", server.address().shown()));
        words.addAll(options);
        words.addAll(List.of("--server-pid", String.valueOf(server.pid())));
        words.addAll(List.of("--connections", String.valueOf(of.connections())));
        words.addAll(List.of("--size", String.valueOf(of.size())));
        words.addAll(List.of("--warmup", String.valueOf(pace.warmupSeconds())));
        words.addAll(List.of("--seconds", String.valueOf(pace.seconds())));
        double seconds = pace.warmupSeconds() + pace.seconds() + PATIENCE_SECONDS;
        if (rate > 0) {
            words.addAll(List.of("--rate", String.valueOf(rate)));
            seconds += pace.seconds(); // as long again it waits for what was due
        }
        String said = Command.answer(cores.client(LoadProgram.command(words)), (long) Math.ceil(seconds));
        if (said.isEmpty()) {
            throw new Failed("the load said nothing");
        }
        try {
            return new Gson().fromJson(said, new TypeToken<Map<String, Double>>() {}.getType());
        } catch (JsonParseException unreadable) {
            throw new Failed("the load said what is no JSON: " + said);
        }
    }
}
