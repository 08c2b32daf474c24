// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * Another parser, in a process of its own, that is told messages and says what they are: a line of words for each.
 *
 * <pre>
 * (              a message begins
 * hNAME=VALUE    a header; tNAME=VALUE a trailer; all text in hexadecimal
 * sFIRST=SECOND=VERSION   the first line: method and target, or status and reason
 * U              something else than HTTP/1 was asked for: nothing more is said
 * bBYTES         the whole body
 * k1) k0)        the message is complete, and keeps the connection alive or not
 * E              the rest is refused
 * </pre>
 */
final class Oracle implements AutoCloseable {
    static final String HTTPTOOLS = "0.9.0";

    private static final Path SCRIPTS = Path.of("src/test/oracles");
    private static final Path ENVIRONMENT = Path.of("../build/oracles/httptools-" + HTTPTOOLS);

    private final String version;
    private final Process process;
    private final BufferedReader said;

    private Oracle(List<String> command) {
        try {
            List<String> asked = new ArrayList<>(command);
            asked.add("version");
            version = output(asked).strip();
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** node's own parser. Ends the test as not run where there is none. */
    static Oracle node() {
        Assumptions.assumeTrue(runs("node", "--version"), "not run: node (not installed)");
        return new Oracle(List.of("node", SCRIPTS.resolve("node_oracle.js").toString()));
    }

    /** httptools from PyPI, installed under build/ once. Ends the test as not run where that cannot be. */
    static Oracle httptools() {
        return new Oracle(
                List.of(python(), SCRIPTS.resolve("httptools_oracle.py").toString()));
    }

    /** llhttp itself, as it is inside httptools, with any of its leniencies. Ends the test as not run where it cannot be called. */
    static Oracle llhttp() {
        List<String> command =
                List.of(python(), SCRIPTS.resolve("llhttp_oracle.py").toString());
        Assumptions.assumeTrue(
                runs(command.get(0), command.get(1), "version"),
                "not run: llhttp (this build of httptools keeps its functions to itself)");
        return new Oracle(command);
    }

    /** One that has httptools. */
    private static String python() {
        Assumptions.assumeTrue(runs("python3", "--version"), "not run: httptools (python3 is not installed)");
        Path python = ENVIRONMENT.resolve("bin/python");
        if (!Files.exists(ENVIRONMENT.resolve("installed"))) {
            boolean made = runs("python3", "-m", "venv", ENVIRONMENT.toString())
                    && runs(python.toString(), "-m", "pip", "install", "-q", "httptools==" + HTTPTOOLS);
            Assumptions.assumeTrue(made, "not run: httptools (venv or pip could not install it)");
            try {
                Files.createFile(ENVIRONMENT.resolve("installed"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return python.toString();
    }

    private static boolean runs(String... command) {
        try {
            output(List.of(command));
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + text);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return text;
    }

    /** Its name and version. */
    String version() {
        return version;
    }

    /** What it says to each of these. */
    List<String> say(boolean request, List<byte[]> messages) throws IOException {
        return say(new byte[] {(byte) (request ? 1 : 0)}, messages);
    }

    /** The same with these leniencies on, all of them llhttp's: of {@link #llhttp} alone. */
    List<String> say(Set<HttpLeniency> leniencies, boolean request, List<byte[]> messages) throws IOException {
        int flags = 0;
        for (HttpLeniency leniency : leniencies) {
            flags |= leniency.bit(); // the script has them in the same order
        }
        return say(new byte[] {(byte) (request ? 1 : 0), (byte) (flags >> 8), (byte) flags}, messages);
    }

    /** The parts of each of these, in hexadecimal or -, and the port last; or E. httptools alone knows that. */
    List<String> sayOfUrls(List<byte[]> urls) throws IOException {
        return say(new byte[] {2}, urls);
    }

    private List<String> say(byte[] head, List<byte[]> messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] message : messages) {
            out.write(head);
            out.writeInt(message.length);
            out.write(message);
        }
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                OutputStream to = process.getOutputStream();
                bytes.writeTo(to);
                to.flush();
            } catch (IOException e) {
                process.destroy(); // and reading fails
            }
        });
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String line = said.readLine();
            if (line == null) {
                throw new IOException(version + " has ended");
            }
            lines.add(line);
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
