// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a server answers as it must, before it may be measured: every byte is compared. It is started for this, and must end at
 * SIGTERM.
 */
public final class Correctness {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final List<String> ECHOES = List.of("echo", "echo-streams", "readline");

    private Correctness() {}

    /** How much is expected. */
    public enum Level {
        SERVER,
        /** Of HTTP, any path may be answered with anything that is whole. */
        FLOOR
    }

    /**
     * What is looked at.
     *
     * @param served a key of {@link Peer#serve}
     * @param isUnix over a UNIX socket
     * @param level what is expected of it
     * @param halfClose whether HTTP clients that have shut down their sending side are answered
     */
    public record Subject(String served, boolean isUnix, Level level, boolean halfClose) {
        /** What that peer must do. */
        public static Subject of(Peer peer, String served, boolean isUnix) {
            Level level = peer.floor().contains(served) ? Level.FLOOR : Level.SERVER;
            return new Subject(served, isUnix, level, peer.halfClose());
        }

        @Override
        public String toString() {
            return served + (isUnix ? " over UNIX sockets" : "");
        }
    }

    /** All that can be looked at, of a peer. */
    public static List<Subject> subjects(Peer peer) {
        List<Subject> subjects = new ArrayList<>();
        for (String served : peer.serve().keySet().stream().sorted().toList()) {
            if (ECHOES.contains(served) || served.equals("http")) {
                subjects.add(Subject.of(peer, served, false));
            }
            if (served.equals("echo") && !peer.tcpOnly()) {
                subjects.add(Subject.of(peer, served, true));
            }
        }
        return subjects;
    }

    /**
     * Starts it, asks, ends it.
     *
     * @param command becomes the server
     * @param folder for what it says on stderr
     * @throws Failed with one line, for the first thing that is wrong
     */
    public static void check(List<String> command, Subject subject, Path folder) throws Failed {
        check(command, subject, folder, SILENCE);
    }

    static void check(List<String> command, Subject subject, Path folder, Duration silence) throws Failed {
        try {
            Files.createDirectories(folder);
            Path own = Files.createTempDirectory(Command.temporaryPrefix() + "check");
            Path socket = own.resolve("socket");
            Path errors = own.resolve("errors");
            for (Path left : List.of(own, socket, errors)) { // by a signal; the last one first
                deleteAtTheEnd(left);
            }
            try {
                Listen where = subject.isUnix() ? new Listen.Unix(socket) : new Listen.Tcp();
                try (ServerProcess server = ServerProcess.start(command, where, Map.of(), errors)) {
                    ask(server, subject, silence);
                }
            } finally {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(errors);
                Files.deleteIfExists(own);
            }
        } catch (IOException failure) {
            throw new Failed("it cannot be checked: " + TextFile.said(failure));
        }
    }

    private static void deleteAtTheEnd(Path file) {
        try {
            file.toFile().deleteOnExit();
        } catch (IllegalStateException theEndHasBegun) {
            Children.awaitOurSignal();
        }
    }

    /**
     * Asks one that runs, and leaves it running.
     *
     * @throws Failed as {@link #check}
     */
    public static void ask(ServerProcess server, Subject subject) throws Failed {
        ask(server, subject, SILENCE);
    }

    private static void ask(ServerProcess server, Subject subject, Duration silence) throws Failed {
        if (ECHOES.contains(subject.served())) {
            EchoCheck.run(server.address(), subject.served().equals("readline"), silence);
        } else {
            HttpCheck.run(server, subject, silence);
        }
        if (!server.isAlive()) {
            throw new Failed("it died, with " + server.ending());
        }
    }
}
