// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import com.google.gson.GsonBuilder;
import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Nearest;
import io.jvloop.cli.Stdout;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./jvloop peers}: lists them; {@code install} and {@code check} do that to those of the names that follow, or to all.
 *
 * <p>Ends with 0 when all went well, 1 when something failed, 2 when it was asked for something that it does not know.
 */
public final class Main {
    private static final List<String> VERBS = List.of("install", "check");

    private final Path root;
    private final PrintStream out;
    private final PrintStream err;

    private Main(Path root, PrintStream out, PrintStream err) {
        this.root = root;
        this.out = out;
        this.err = err;
    }

    /** The root of the repository, and what to do. */
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endForGood));
        List<String> all = List.of(args);
        Stdout stdout = Stdout.take();
        int status = run(Path.of(all.getFirst()), all.subList(1, all.size()), stdout.stream(), System.err);
        System.exit(stdout.end(status));
    }

    static int run(Path root, List<String> args, PrintStream out, PrintStream err) {
        try {
            return new Main(root, out, err).run(args);
        } catch (BadInput wrong) {
            err.println("jvloop: " + wrong.getMessage());
            return 2;
        } catch (Failed failure) {
            Children.awaitOurSignal();
            err.println("jvloop: " + failure.getMessage());
            return 1;
        } catch (UncheckedIOException system) { // it cannot start a program
            Children.awaitOurSignal();
            err.println("jvloop: " + system.getMessage());
            return 1;
        }
    }

    private int run(List<String> args) throws BadInput, Failed {
        if (args.isEmpty() || args.equals(List.of("--json"))) {
            list(Peers.read(root), !args.isEmpty());
            return 0;
        }
        List<String> names = args.subList(1, args.size());
        String verb = args.getFirst();
        if (!VERBS.contains(verb)) {
            List<String> known = List.of("install", "check", "--json");
            throw new BadInput("peers " + verb + ": expected nothing, or one of: " + String.join(", ", known)
                    + Nearest.hint(verb, known));
        }
        for (String name : names) {
            if (name.startsWith("-")) {
                throw new BadInput("unknown option '" + name + "': there are no options");
            }
        }
        Peers peers = Peers.read(root);
        List<Peer> chosen = peers.named(names);
        return verb.equals("install") ? install(peers, chosen) : check(peers, chosen, !names.isEmpty());
    }

    private void list(Peers peers, boolean json) {
        List<PeerState> states = new ArrayList<>();
        for (Peer peer : peers.all()) {
            states.add(PeerState.of(peers, peer));
        }
        out.print(
                json
                        ? new GsonBuilder()
                                        .setPrettyPrinting()
                                        .disableHtmlEscaping()
                                        .create()
                                        .toJson(states) + "\n"
                        : PeerTable.of(states, PeerTable.width(), PeerTable.isColoured()));
    }

    private int install(Peers peers, List<Peer> chosen) {
        int status = 0;
        int number = 0;
        for (Peer peer : chosen) {
            String prefix = "[" + ++number + "/" + chosen.size() + "] " + peer.name() + ": ";
            long begin = System.nanoTime();
            Optional<Missing> missing = peers.install(peer, step -> {
                out.println(prefix + step);
                out.flush();
            });
            if (missing.isPresent()) {
                err.println("jvloop: " + missing.get());
                status = 1;
            } else {
                long seconds = Math.round((System.nanoTime() - begin) / 1e9);
                String version = peers.version(peer);
                out.println(prefix + "ready" + (version.isEmpty() ? "" : ", " + version)
                        + (seconds > 0 ? ", after " + seconds + " s" : ""));
            }
            out.flush();
        }
        return status;
    }

    private int check(Peers peers, List<Peer> chosen, boolean byName) throws Failed {
        int status = 0;
        for (Peer peer : chosen) {
            Optional<Missing> missing = peers.missing(peer);
            if (missing.isPresent()) {
                (byName ? err : out).println((byName ? "jvloop: " : "missing: ") + missing.get());
                status = byName ? 1 : status;
                continue;
            }
            for (Correctness.Subject subject : Correctness.subjects(peer)) {
                try {
                    Correctness.check(
                            peers.command(peer, subject.served()),
                            subject,
                            root.resolve("build").resolve("bench"));
                    out.println(peer.name() + ", " + subject + ": right");
                } catch (Failed wrong) {
                    Children.awaitOurSignal();
                    err.println("jvloop: " + peer.name() + ", " + subject + ": " + wrong.getMessage());
                    status = 1;
                }
                out.flush();
            }
        }
        return status;
    }
}
