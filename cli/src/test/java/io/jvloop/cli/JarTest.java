// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code java -jar jvloop-cli.jar}: its manifest gives what {@code ./jvloop} gives by options. */
@Timeout(120)
class JarTest {
    private static final Path LIB = Command.ROOT.resolve("build/lib");
    private static final Path JAR = LIB.resolve("jvloop-cli.jar");
    private static final Command JAVA = Command.at(Path.of(System.getProperty("java.home"), "bin", "java"));

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @Test
    void theManifestOpensWhatTasksNeedAndNamesJarsThatAreThere() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals(Main.class.getName(), manifest.getValue(Attributes.Name.MAIN_CLASS));
            assertEquals("java.base/java.lang", manifest.getValue("Add-Opens"));
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
            for (String other : manifest.getValue(Attributes.Name.CLASS_PATH).split(" ", -1)) {
                assertTrue(Files.isRegularFile(LIB.resolve(other)), other);
            }
        }
    }

    @Test
    void aJvmThatIsStartedByItCarriesTasksAndWarnsOfNothing() throws Exception {
        var outcome = JAVA.run("-jar", JAR.toString(), "doctor");
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        for (String flag : new String[] {"native access", "carried tasks"}) {
            assertTrue(
                    outcome.out().lines().anyMatch(line -> line.strip().matches(flag + " +yes.*")),
                    flag + " in " + outcome.out());
        }
    }

    @Test
    void itServesByTasksWithoutAWord() throws Exception {
        try (Command.Running server = JAVA.start("-jar", JAR.toString(), "serve", "echo", "--streams", "--port", "0")) {
            String port = server.line().replaceAll(".*:(\\d+) .*", "$1");
            byte[] message = "by a task".getBytes(StandardCharsets.UTF_8);
            try (Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port))) {
                OutputStream out = client.getOutputStream();
                out.write(message);
                assertEquals(
                        "by a task",
                        new String(client.getInputStream().readNBytes(message.length), StandardCharsets.UTF_8));
            }
            assertEquals(0, server.end("TERM"));
            assertEquals("", server.err().join());
        }
    }
}
