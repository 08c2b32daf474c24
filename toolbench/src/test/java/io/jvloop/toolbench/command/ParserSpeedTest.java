// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.Outcome;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.parser.Memory;
import io.jvloop.toolbench.parser.Message;
import io.jvloop.toolbench.peer.Missing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserSpeedTest {
    private static final PrintStream NOWHERE = new PrintStream(new ByteArrayOutputStream());
    private static final Toolbench TOOLBENCH = new Toolbench(Outcome.ROOT, NOWHERE, NOWHERE);

    @Test
    void allParsersSeeTheSameInEveryMessageAndKindOfMemory() throws Exception {
        try (ParserProcesses processes = ParserProcesses.start(TOOLBENCH, llhttp(), Cores.ANY)) {
            processes.compare();
        }
    }

    @Test
    void aParserThatSeesSomethingElseIsFound() {
        ParserProcess.Answer one = new ParserProcess.Answer(100, 5, 42);
        assertTrue(one.agrees(new ParserProcess.Answer(100, 6, 42)));
        assertFalse(one.agrees(new ParserProcess.Answer(100, 5, 43)));
        assertFalse(one.agrees(new ParserProcess.Answer(99, 5, 42)));
    }

    @Test
    void aRunMeasuresEveryMessageAndWritesItDown(@TempDir Path folder) throws Exception {
        Map<String, List<String>> peers = llhttp();
        Path json = folder.resolve("raw.json");
        Outcome outcome = Outcome.of(
                List.of("parser", "--rounds", "1", "--seconds", "0.1", "--warmup", "0.1", "--json", json.toString()));
        assertEquals(0, outcome.status(), outcome::toString);
        for (Message message : Message.ALL) {
            assertTrue(outcome.out().contains(message.name()), outcome::out);
        }
        int turns = Memory.values().length + peers.size();
        String raw = Files.readString(json);
        assertEquals(turns * Message.ALL.size(), raw.split("\"nanos\"", -1).length - 1, raw);
    }

    @Test
    void aRatioIsToTheFasterLlhttpOfTheSameRound() {
        List<ParserSample> samples = List.of(
                sample(0, "jvloop, heap", 300),
                sample(0, Llhttp.O2, 100),
                sample(0, Llhttp.O3, 150),
                sample(1, "jvloop, heap", 300),
                sample(1, Llhttp.O2, 200),
                sample(1, Llhttp.O3, 100));
        assertEquals(List.of(2.0, 1.5), ParserSample.ratios(samples, "jvloop, heap"));
        assertEquals(List.of(), ParserSample.ratios(samples.subList(0, 1), "jvloop, heap"));
    }

    private static ParserSample sample(int round, String parser, long bytes) {
        return new ParserSample("a message", round, parser, bytes, 1000);
    }

    private static Map<String, List<String>> llhttp() throws Exception {
        TOOLBENCH.prepareFolder();
        List<Missing> missing = new ArrayList<>();
        Map<String, List<String>> commands = new Llhttp(TOOLBENCH).prepare(missing);
        assumeTrue(
                missing.isEmpty(),
                () -> "not run: llhttp (" + missing.getFirst().reason() + ")");
        return commands;
    }
}
