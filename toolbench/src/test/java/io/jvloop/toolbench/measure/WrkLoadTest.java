// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.load.ServerUsage;
import io.jvloop.toolbench.result.Figure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrkLoadTest {
    private static final String URL = "http://127.0.0.1:1/1024";

    /** As wrk has said it, with 16 requests in one write. */
    private static final String LINE = """
            {"requests": 1000, "wallNanos": 2000000000, "connectErrors": 0, "readErrors": 0, \
            "writeErrors": 0, "statusErrors": 0, "timeouts": 0, "badStatus": 0, "clientCpuNanos": 1000000000, "minMicros": 100, \
            "meanMicros": 1237, "p25Micros": 1648, "p50Micros": 2793, "p75Micros": 0, "p90Micros": 0, "p99Micros": 0, \
            "p999Micros": 0, "p9999Micros": 0, "maxMicros": 9000}""";

    private static Map<String, Double> figures(int pipeline) throws Failed {
        ServerUsage before = new ServerUsage(0, 0, Map.of(), Map.of(), 0, Optional.empty());
        ServerUsage after = new ServerUsage(1_000_000, 0, Map.of(), Map.of(), 0, Optional.empty());
        return new WrkLoad(pipeline).figures(WrkSaid.checked(WrkSaid.parsed(LINE), URL), 1024, after, before);
    }

    @Test
    void theLatenciesOfRequestsThatShareAWriteAreNotBelieved() throws Failed {
        assertFalse(figures(16).keySet().stream().anyMatch(key -> key.startsWith("latency")), figures(16)::toString);
        assertEquals(1, figures(16).get(Figure.CPU.key()), 1e-9);
        assertEquals(2793, figures(1).get(Figure.LATENCY_P50.key()));
    }

    @Test
    void atARateOurOwnLoadAsksInItsPlaceAsItKnowsNone() {
        Load paced = new WrkLoad(16).at(1000).orElseThrow();
        assertEquals(OwnLoad.http(16).at(1000).orElseThrow(), paced);
        assertEquals("our own open loop, 1000 requests/s", paced.title());
        assertEquals("our own closed loop", OwnLoad.http(16).title());
        assertEquals(
                "open loop, 1000 requests/s",
                new OwnLoad("echo").at(1000).orElseThrow().title());
    }

    @Test
    void whatIsSaidOfAWarmUpIsWhatThereWas() {
        Pace pace = new Pace(0.5, 4);
        assertEquals(1, new WrkLoad(1).warmupSeconds(pace), "wrk knows whole seconds");
        assertEquals(0.5, OwnLoad.http(1).warmupSeconds(pace));
        assertEquals(0.5, new CallProgram(true).warmupSeconds(pace));
        assertEquals(0, new IdleLoad().warmupSeconds(pace));
        assertEquals(0, new FirstByte().warmupSeconds(pace));
    }

    @Test
    void itsVersionIsWhatItsFirstLineSays() {
        String said = "wrk debian/4.1.0-3 [epoll] Copyright (C) 2012 Will Glozer\nUsage: wrk <options> <url>";
        assertEquals("debian/4.1.0-3", WrkLoad.version(said));
        assertEquals("", WrkLoad.version("sh: 1: wrk: not found"));
    }

    /** What is said of LINE with other counts in it: name, value, name ... */
    private static String failure(Object... counts) {
        String line = LINE;
        for (int i = 0; i < counts.length; i += 2) {
            line = line.replaceFirst("\"" + counts[i] + "\": \\d+", "\"" + counts[i] + "\": " + counts[i + 1]);
        }
        String failing = line;
        return assertThrows(Failed.class, () -> WrkSaid.checked(WrkSaid.parsed(failing), URL))
                .getMessage();
    }

    @Test
    void whatWentWrongIsToldApart() {
        assertEquals(
                "wrk: " + URL + ": 3 of 1000 answers have a status of 400 or more, such as 503",
                failure("statusErrors", 3, "badStatus", 503));
        assertEquals("wrk: " + URL + ": 1 of 1000 answers has a status of 400 or more", failure("statusErrors", 1));
        assertEquals("wrk: " + URL + ": 1 failed connect, 1000 answers", failure("connectErrors", 1));
        assertEquals(
                "wrk: " + URL + ": 651 reads that failed, were cut off or no HTTP, 199 answers",
                failure("requests", 199, "readErrors", 651));
        assertEquals(
                "wrk: " + URL + ": 2 failed writes, 1 time-out, 1000 answers",
                failure("writeErrors", 2, "timeouts", 1));
        assertEquals(
                "wrk: " + URL
                        + ": 2 failed connects, 4 time-outs, 7 of 1000 answers have a status of 400 or more, such as 500",
                failure("statusErrors", 7, "badStatus", 500, "connectErrors", 2, "timeouts", 4));
    }

    @Test
    void thatNothingWasAnsweredIsSaid() {
        assertEquals("wrk: " + URL + ": no answer within 2 s", failure("requests", 0));
        assertEquals("wrk: " + URL + ": 10 time-outs, no answer within 2 s", failure("requests", 0, "timeouts", 10));
    }

    @Test
    void linesThatAreNoResultAreFailures() {
        assertThrows(Failed.class, () -> WrkSaid.checked(WrkSaid.parsed("unable to connect"), URL));
        assertThrows(Failed.class, () -> WrkSaid.checked(WrkSaid.parsed(""), URL));
    }
}
