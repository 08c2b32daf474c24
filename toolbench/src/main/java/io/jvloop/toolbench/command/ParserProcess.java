// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.parser.Memory;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A parser in a process of its own, which parses when it is asked to. Memory: close ends the process. */
final class ParserProcess implements AutoCloseable {
    private final String name;
    private final Path errors;
    private final Process process;
    private final BufferedReader answers;

    private ParserProcess(String name, Path errors, Process process) {
        this.name = name;
        this.errors = errors;
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static ParserProcess start(String name, List<String> command, Path errors) throws Failed {
        try {
            return new ParserProcess(
                    name, errors, Children.start(new ProcessBuilder(command).redirectError(errors.toFile())));
        } catch (IOException failure) {
            throw new Failed(name + ": " + failure.getMessage());
        }
    }

    /**
     * What it did.
     *
     * @param seen a sum over all that the callbacks looked at
     */
    record Answer(long bytes, long nanos, long seen) {
        /** Whether the other one has parsed the same bytes and seen the same in them. */
        boolean agrees(Answer other) {
            return bytes == other.bytes && seen == other.seen;
        }
    }

    /** Parses a message again and again, for this time at least and once at least. */
    Answer ask(int message, long nanos, Memory memory) throws Failed {
        try {
            String question = message + " " + nanos + " " + memory.name() + "\n";
            process.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            String line = answers.readLine();
            if (line != null) {
                String[] words = line.split(" ", -1);
                return new Answer(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        } catch (IOException ended) {
            // said below
        }
        throw new Failed(name + " ended: " + Command.lastLine(errors));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
