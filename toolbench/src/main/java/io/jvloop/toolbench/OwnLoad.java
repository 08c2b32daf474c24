// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.load.LoadProgram;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@link io.jvloop.toolbench.load}, in a process of its own: a closed loop in which every byte that comes back is compared.
 *
 * @param mode of that program
 * @param options more of them
 */
record OwnLoad(String mode, List<String> options) implements Load {
    /** The program gives up after 10 s of silence by itself. */
    private static final int PATIENCE_SECONDS = 20;

    static boolean standsInForWrk(Scenario scenario) {
        return scenario.measure() instanceof OwnLoad own && own.isOfHttp();
    }

    private boolean isOfHttp() {
        return mode.equals("http");
    }

    @Override
    public String title() {
        return isOfHttp() ? "our own closed loop" : "closed loop";
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
        long seconds = (long) Math.ceil(pace.warmupSeconds() + pace.seconds()) + PATIENCE_SECONDS;
        String said = Command.answer(cores.client(LoadProgram.command(words)), seconds);
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
