// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void everyKeyIsRead() throws Failed {
        Peer peer = Description.read("p.json", "p", """
                { "title": "t", "language": "C", "folder": "f", "quick": true, "tcpOnly": true, "halfClose": false,
                  "needs": [{ "name": "n", "check": ["cc", "-v"], "install": "i" }],
                  "build": [["make", "it"]], "versions": [["cc", "--version"]],
                  "serve": { "echo": ["e"], "readline": ["e"] }, "floor": ["readline"], "beside": ["b"] }""");
        assertEquals(List.of(new Need("n", List.of("cc", "-v"), "i", "")), peer.needs());
        assertEquals(List.of(List.of("make", "it")), peer.build());
        assertEquals(List.of(List.of("cc", "--version")), peer.versions());
        assertEquals(List.of("p", "t", "C", "f"), List.of(peer.name(), peer.title(), peer.language(), peer.folder()));
        assertEquals(List.of("e"), peer.serve().get("echo"));
        assertEquals(List.of("readline"), peer.floor());
        assertEquals(List.of("b"), peer.beside());
        assertTrue(peer.quick() && peer.tcpOnly() && !peer.halfClose());
    }

    @Test
    void whatIsLeftOutIsEmpty() throws Failed {
        Peer peer = Description.read("p.json", "p", "{ \"serve\": { \"echo\": [\"e\"] } }");
        assertTrue(peer.needs().isEmpty()
                && peer.build().isEmpty()
                && peer.floor().isEmpty()
                && peer.versions().isEmpty());
        assertEquals(Peer.BESIDE, peer.beside());
        assertFalse(peer.quick() || peer.tcpOnly());
        assertTrue(peer.halfClose());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | \"serve\": expected an object with at least one command",
                "{ \"serve\": {} }                                         | \"serve\": expected an object with at least one command",
                "{ \"serve\": { \"echo\": [] } }                           | \"serve.echo\": expected a command, as a list of words",
                "{ \"serve\": { \"echo\": \"run\" } }                      | \"serve.echo\": expected a list",
                "{ \"serve\": { \"echo\": [1] } }                          | \"serve.echo\": expected a list of strings",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"titel\": \"t\" }    | \"titel\": no such key: did you mean 'title'?",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"title\": 1 }        | \"title\": expected a string",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"quick\": \"yes\" }  | \"quick\": expected true or false",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"needs\": [1] }      | \"needs[0]\": expected an object",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"needs\": [{}] }     | \"needs[0].check\": expected a command, as a list of words",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"needs\": [{ \"check\": [\"c\"], \"least\": \"v1\" }] } | \"needs[0].least\": expected a version, such as \"1.24\"",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"build\": [\"cc\"] } | \"build[0]\": expected a list",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"floor\": [\"eco\"] }  | \"floor\": 'eco' is none of \"serve\": did you mean 'echo'?",
                "{ \"serve\": { \"echo\": [\"e\"] }, \"folder\": \"../../x\" }| \"folder\": expected a folder in peers/, or one beside it",
            })
    void whatIsWrongIsOneLineWithTheFileAndTheKey(String text, String message) {
        Failed failed = assertThrows(Failed.class, () -> Description.read("peers/p.json", "p", text));
        assertEquals("peers/p.json: " + message, failed.getMessage());
    }

    @Test
    void whatIsNoJsonIsOneLineToo() {
        for (String text : List.of("", "[]", "{ \"serve\": ", "{ serve", "\"x\"")) {
            Failed failed = assertThrows(Failed.class, () -> Description.read("peers/p.json", "p", text), text);
            String message = String.valueOf(failed.getMessage());
            assertTrue(message.startsWith("peers/p.json: ") && message.lines().count() == 1, message);
            assertFalse(message.contains("java.") || message.contains("Exception"), message);
        }
    }

    @Test
    void ourOwnInGoAreBuiltByTheGoThatIsThereWhoeverOwnsTheRepository() throws Failed {
        List<List<String>> builds = Peers.read(ROOT).all().stream()
                .flatMap(peer -> peer.build().stream())
                .filter(command -> command.contains("go"))
                .toList();
        assertEquals(4, builds.size());
        assertTrue(
                builds.stream()
                        .allMatch(command -> command.containsAll(List.of("GOTOOLCHAIN=local", "-buildvcs=false"))),
                builds::toString);
    }

    @Test
    void ourOwnInRustAreBuiltFromACopyAndNameEachVersionExactly() throws Failed, IOException {
        Folders folders = new Folders(ROOT);
        int found = 0;
        for (Peer peer : Peers.read(ROOT).all()) {
            if (peer.language().equals("Rust")) {
                found++;
                assertEquals(List.of("rm", "-rf", "{build}/src"), peer.build().getFirst(), peer::name);
                assertTrue(
                        peer.build()
                                .getLast()
                                .containsAll(List.of("cargo", "--manifest-path", "{build}/src/Cargo.toml")),
                        peer::name);
                String manifest = Files.readString(folders.here(peer).resolve("Cargo.toml"));
                String dependencies = manifest.substring(
                        manifest.indexOf("[dependencies]\n") + "[dependencies]\n".length(),
                        manifest.indexOf("[profile"));
                assertTrue(
                        dependencies
                                .lines()
                                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                                .allMatch(line -> line.matches(".* = .*\"=[0-9]+\\.[0-9]+\\.[0-9]+\".*")),
                        dependencies);
            }
        }
        assertEquals(3, found);
    }

    /** A jar has its version in its name: the new one would lie beside the old one, and either may be what is loaded. */
    @Test
    void ourOwnThatFetchJarsRemoveThoseOfBeforeWhichAreNobodyElses() throws Failed {
        Map<String, List<List<String>>> builds = new HashMap<>();
        for (Peer peer : Peers.read(ROOT).all()) {
            if (peer.build().stream().flatMap(List::stream).anyMatch(word -> word.endsWith(":copy-dependencies"))) {
                assertEquals(
                        List.of("rm", "-rf", "{build}/lib", "{build}/classes"),
                        peer.build().getFirst());
                assertEquals(peer.build(), builds.getOrDefault(peer.folder(), peer.build()), peer::name);
                builds.put(peer.folder(), peer.build());
            }
        }
        assertEquals(Set.of("netty", "vertx", "../calls/java"), builds.keySet());
    }

    /** Else each of them would build it again after the other. */
    @Test
    void ourOwnThatShareABuildNeedTheSame() throws Failed {
        Map<List<Object>, List<Need>> needs = new HashMap<>();
        for (Peer peer : Peers.read(ROOT).all()) {
            if (!peer.build().isEmpty()) {
                List<Need> before = needs.putIfAbsent(List.of(peer.folder(), peer.build()), peer.needs());
                assertTrue(before == null || before.equals(peer.needs()), peer::name);
            }
        }
    }

    @Test
    void ourOwnEchoInStraightLineCodeAsTheyAlwaysDoButJvloopDoesInItsStreams() throws Failed {
        List<String> found = new ArrayList<>();
        for (Peer peer : Peers.read(ROOT).all()) {
            List<String> streams = peer.serve().get("echo-streams");
            if (streams != null) {
                found.add(peer.name());
                assertEquals(
                        peer.name().startsWith("jvloop-"),
                        !streams.equals(peer.serve().get("echo")),
                        peer::name);
            }
        }
        assertTrue(found.containsAll(List.of("jdk-virtual-threads", "go-echo", "jvloop-auto")), found::toString);
    }

    @Test
    void ourOwnCanAllBeRead() throws Failed {
        Peers ours = Peers.read(ROOT);
        assertTrue(ours.names().contains("c-epoll"));
        assertEquals(List.of("c-http"), ours.floors("http"));
        assertEquals(List.of("c-epoll", "c-uring"), ours.floors("readline"));
        assertEquals(List.of(), ours.floors("echo"));
    }
}
