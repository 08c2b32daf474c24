// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.parser.Message;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** node's parser in C, as it is in the source distribution of PyPI's httptools. */
final class Llhttp {
    static final String O2 = "llhttp -O2";
    static final String O3 = "llhttp -O3 -march=native";

    /** Its llhttp is what the version says that is read from its header. */
    private static final String HTTPTOOLS = "0.9.0";

    private final Toolbench toolbench;
    private final Path folder;

    Llhttp(Toolbench toolbench) {
        this.toolbench = toolbench;
        folder = toolbench.build().resolve("llhttp");
    }

    /** The commands of its processes by their names; none if something is missing, which is added to the list. */
    Map<String, List<String>> prepare(List<Missing> missing) throws Failed {
        if (Command.output(List.of("cc", "--version")) == null) {
            missing.add(new Missing("llhttp", "cc is not there", "apt-get install gcc libc6-dev"));
            return Map.of();
        }
        if (!Files.isRegularFile(source("include/llhttp.h"))) {
            try {
                fetch();
            } catch (Failed offline) {
                missing.add(new Missing(
                        "llhttp", "its sources cannot be had: " + offline.getMessage(), "apt-get install python3-pip"));
                return Map.of();
            }
        }
        List<String> files = messages();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(O2, compiled("llhttp-O2", List.of("-O2"), files));
        commands.put(O3, compiled("llhttp-O3", List.of("-O3", "-march=native"), files));
        return commands;
    }

    /** {@code 9.3.0 (in httptools 0.9.0), cc ...}. */
    String version() {
        try {
            String header = Files.readString(source("include/llhttp.h"));
            String compiler = Command.output(List.of("cc", "--version"));
            return number(header, "MAJOR") + "." + number(header, "MINOR") + "." + number(header, "PATCH")
                    + " (in httptools " + HTTPTOOLS + "), "
                    + (compiler == null ? "cc" : compiler.lines().findFirst().orElse("cc"));
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    private static String number(String header, String part) {
        Matcher found =
                Pattern.compile("#define LLHTTP_VERSION_" + part + " (\\d+)").matcher(header);
        return found.find() ? found.group(1) : "?";
    }

    private void fetch() throws Failed {
        Path log = toolbench.build().resolve("llhttp.log");
        Command.run(
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "download",
                        "--no-deps",
                        "--no-binary",
                        "httptools",
                        "--dest",
                        ".",
                        "httptools==" + HTTPTOOLS),
                folder,
                log);
        Command.run(List.of("tar", "-xzf", "httptools-" + HTTPTOOLS + ".tar.gz"), folder, log);
    }

    private Path source(String file) {
        return folder.resolve("httptools-" + HTTPTOOLS + "/vendor/llhttp").resolve(file);
    }

    private List<String> compiled(String name, List<String> options, List<String> files) throws Failed {
        Path program = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("cc"));
        command.addAll(options);
        command.addAll(List.of("-I", source("include").toString(), "-o", program.toString()));
        command.add(toolbench.sources().resolve("parser/llhttp_bench.c").toString());
        for (String file : List.of("src/api.c", "src/http.c", "src/llhttp.c")) {
            command.add(source(file).toString());
        }
        Command.run(command, folder, toolbench.build().resolve(name + ".log"));
        List<String> run = new ArrayList<>(List.of(program.toString()));
        run.addAll(files);
        return run;
    }

    private List<String> messages() throws Failed {
        List<String> files = new ArrayList<>();
        try {
            for (Message message : Message.ALL) {
                Path file = folder.resolve(files.size() + (message.request() ? ".request" : ".response"));
                files.add(Files.write(file, message.bytes()).toString());
            }
        } catch (IOException failure) {
            throw new Failed("the messages cannot be written: " + failure.getMessage());
        }
        return files;
    }
}
