// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code load/echo_load.c}: a closed loop, every byte compared. */
final class EchoLoad implements Load {
    private final int lines;
    private @Nullable Path program;

    /** So many lines a message; 0: any bytes. */
    EchoLoad(int lines) {
        this.lines = lines;
    }

    @Override
    public void prepare(Toolbench toolbench) throws Failed {
        program = compile(toolbench, "echo_load");
    }

    /** One of the programs in {@code load/}. */
    static Path compile(Toolbench toolbench, String name) throws Failed {
        if (Command.output(List.of("cc", "--version")) == null) {
            throw new Failed("the load is written in C, and there is no C compiler (Debian: apt-get install gcc"
                    + " libc6-dev)");
        }
        Path built = toolbench.build().resolve(name);
        Path source = toolbench.sources().resolve("load").resolve(name + ".c");
        Command.run(
                List.of("cc", "-O2", "-Wall", "-Werror", "-o", built.toString(), source.toString()),
                toolbench.sources(),
                toolbench.build().resolve(name + ".log"));
        return built;
    }

    @Override
    public String title() {
        return "closed loop";
    }

    @Override
    public Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed {
        List<String> command = new ArrayList<>(cores.client(List.of(String.valueOf(program))));
        command.addAll(server.address().loadOptions());
        command.addAll(List.of("--pid", String.valueOf(server.pid())));
        command.addAll(List.of("--connections", String.valueOf(of.connections())));
        command.addAll(List.of("--size", String.valueOf(of.size())));
        if (lines > 0) {
            command.addAll(List.of("--lines", String.valueOf(lines)));
        }
        command.addAll(List.of("--warmup", String.valueOf(pace.warmupSeconds())));
        command.addAll(List.of("--seconds", String.valueOf(pace.seconds())));
        String said = Command.answer(command, (long) (pace.warmupSeconds() + pace.seconds()) + 30);
        try {
            return new Gson().fromJson(said, Figures.class).byKey((long) of.size() * Math.max(1, lines));
        } catch (JsonParseException unreadable) {
            throw new Failed("the load said what is no JSON: " + said);
        }
    }
}
