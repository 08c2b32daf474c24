// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Command;
import java.nio.file.Path;
import java.util.List;

/** {@code load/echo_load.c}, what our load in Java is held against. */
final class EchoLoad {
    private EchoLoad() {}

    /** One of the programs in {@code load/}. */
    static Path compile(Toolbench toolbench, String name) throws Failed {
        if (Command.output(List.of("cc", "--version")) == null) {
            throw new Failed("the load to compare with is written in C, and there is no C compiler (Debian: apt-get"
                    + " install gcc libc6-dev)");
        }
        Path built = toolbench.build().resolve(name);
        Path source = toolbench.sources().resolve("load").resolve(name + ".c");
        Command.run(
                List.of("cc", "-O2", "-Wall", "-Werror", "-o", built.toString(), source.toString()),
                toolbench.sources(),
                toolbench.build().resolve(name + ".log"));
        return built;
    }
}
