// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.util.List;

/**
 * The verbs of {@code ./jvloop} that are written in Java.
 *
 * <p>Ends with 0 when all went well, 1 when something failed, 2 when it was asked for something that it does not know; each
 * failure is one line.
 */
public final class Main {
    private Main() {}

    /** The verb and its arguments. */
    public static void main(String[] args) {
        Stdout stdout = Stdout.take();
        System.exit(stdout.end(run(List.of(args))));
    }

    private static int run(List<String> args) {
        try {
            return verb(args);
        } catch (BadInput wrong) {
            return complain(wrong, 2);
        } catch (Failed failure) {
            return complain(failure, 1);
        }
    }

    private static int complain(Exception said, int status) {
        System.err.println("jvloop: " + said.getMessage());
        return status;
    }

    private static int verb(List<String> args) throws BadInput, Failed {
        List<String> rest = args.subList(Math.min(1, args.size()), args.size());
        return switch (args.isEmpty() ? "" : args.getFirst()) {
            case "serve" -> Serve.run(rest);
            case "train" -> Training.run();
            case "doctor" -> Doctor.run(rest);
            case "sim" -> Sim.run(rest, System.out);
            case "summary" -> Summary.run(rest, System.out);
            default -> throw new BadInput("no verb was given that is known here");
        };
    }
}
