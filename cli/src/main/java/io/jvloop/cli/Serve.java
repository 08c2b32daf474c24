// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code serve}: a real server, in this process, until SIGTERM or SIGINT. */
final class Serve {
    private static final List<String> SERVERS = List.of("echo", "readline", "http");
    private static final int ECHO_PORT = 7777;
    private static final int READLINE_PORT = 7778;
    private static final int HTTP_PORT = 8080;

    /** How long a client that does not read may keep the server from ending. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Serve() {}

    static int run(List<String> args) throws BadInput, Failed {
        String what = args.isEmpty() ? "" : args.getFirst();
        if (!SERVERS.contains(what)) {
            throw new BadInput("serve what? '" + what + "' is not a server" + Nearest.hint(what, SERVERS) + " ("
                    + String.join(", ", SERVERS) + ")");
        }
        Options options = Options.parse(
                args.subList(1, args.size()),
                List.of("--host", "--port", "--unix", "--backend"),
                what.equals("echo") ? List.of("--streams") : List.of());
        Service.Kind kind = switch (what) {
            case "http" -> Service::http;
            case "readline" -> Service::readline;
            default -> options.has("--streams") ? Service::echoStreams : Service::echo;
        };
        int port = switch (what) {
            case "http" -> HTTP_PORT;
            case "readline" -> READLINE_PORT;
            default -> ECHO_PORT;
        };
        serve(Endpoint.of(options, port), backend(options), kind);
        return 0;
    }

    private static @Nullable Backend backend(Options options) throws BadInput {
        String name = options.value("--backend");
        if (name == null) {
            return null;
        }
        try {
            return Backend.of(name);
        } catch (IllegalArgumentException unknown) {
            List<String> names =
                    Arrays.stream(Backend.values()).map(Backend::id).toList();
            throw new BadInput("--backend: " + unknown.getMessage() + Nearest.hint(name, names));
        }
    }

    private static void serve(Endpoint endpoint, @Nullable Backend backend, Service.Kind kind) throws BadInput, Failed {
        try (EventLoop loop = open(backend)) {
            Service service = listen(loop, endpoint, kind);
            StopSignals.listen(() -> loop.callSoonThreadsafe(loop::stop));
            System.out.println(
                    "listening on " + service.where() + " (" + loop.backend().id() + ")");
            System.out.flush();
            loop.runForever();
            end(loop, service);
        }
    }

    private static EventLoop open(@Nullable Backend backend) throws BadInput, Failed {
        try {
            return EventLoop.open(LoopOptions.DEFAULT.withBackend(backend));
        } catch (UnsupportedOperationException unavailable) {
            throw new Failed(String.valueOf(unavailable.getMessage()));
        } catch (IllegalArgumentException fromOutside) { // a property or a variable
            throw new BadInput(String.valueOf(fromOutside.getMessage()));
        }
    }

    private static Service listen(EventLoop loop, Endpoint endpoint, Service.Kind kind) throws BadInput, Failed {
        try {
            Service service = loop.runUntilComplete(kind.listen(loop, endpoint));
            if (service == null) {
                throw new AssertionError("no server");
            }
            return service;
        } catch (IllegalArgumentException invalid) {
            throw new BadInput(String.valueOf(invalid.getMessage()));
        } catch (Exception failure) {
            throw new Failed("cannot listen on " + endpoint + ": " + reason(failure));
        }
    }

    private static String reason(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof BindException) { // it names the address once more
            return lastPart(message);
        }
        if (failure instanceof FileSystemException file) {
            String kind = file.getClass().getSimpleName().replace("Exception", "");
            return file.getReason() == null ? kind + ": " + message : lastPart(file.getReason());
        }
        return failure instanceof IOException ? message : failure.getClass().getSimpleName() + ": " + message;
    }

    private static String lastPart(String message) {
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }

    /** What was received is answered, as far as the clients take it; nothing new is taken in. */
    private static void end(EventLoop loop, Service service) throws Failed {
        try {
            loop.runUntilComplete(service.end(PATIENCE));
        } catch (Exception failure) {
            throw new Failed("the end was not in order: " + failure);
        }
    }
}
