// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense ends with status 2 and one line that helps, before anything is started. */
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pong | expected one of: echo, echo-tcp, echo-unix, echo-streams, readline, http, http-pipelined, connect, idle, start",
                "parser --round 3 | did you mean '--rounds'?",
                "load --round 3 | did you mean '--rounds'?",
                "load --sizes 0 | --sizes 0: expected a number from 1 to 16777216",
                "parser --seconds 0 | --seconds 0: expected seconds from 0.1 to 3600",
                "parser --json= | cannot be written",
                "start --round 3 | did you mean '--rounds'?",
                "start --rounds 0 | --rounds 0: expected a number from 1 to 1000",
                "idle --connections 0 | --connections 0: expected a number from 1 to 25000",
                "idle --backends epol | no backend 'epol'",
                "ehco | did you mean 'echo'?",
                "echo --quik | did you mean '--quick'?",
                "echo 10 | bench 10: expected one of",
                "echo --quick 10 | unexpected '10'",
                "echo --only c-epol | did you mean 'c-epoll'?",
                "echo --only c-epoll --peers c-epoll | one of them",
                "--case echo-tcp-1k-1 | did you mean 'echo-tcp-1k-10'?",
                "http --case echo-tcp-1k-10 | no case 'echo-tcp-1k-10': expected some of: http-1k-300",
                "--unix --case echo-tcp-1k-10 | --case: no case 'echo-tcp-1k-10'",
                "--unix --case http-1k-300 | --case: no case 'http-1k-300'",
                "--sizes 2048 --case echo-tcp-1k-10 | did you mean 'echo-tcp-2k-10'?",
                "--connections 5 --case echo-tcp-1k-10 | --case: no case 'echo-tcp-1k-10'",
                "--quick --post | one of them",
                "http --unix | only echo is served over UNIX sockets",
                "echo --report / | cannot be written",
                "echo --json /tmp/jvloop-r.json --report /tmp/jvloop-r.json | --report: the results go to ",
                "echo --peers | --peers needs a value",
                "echo --peers c-epol | did you mean 'c-epoll'?",
                "echo --peers c-epoll,,nio | expected a list with commas in between",
                "echo --peers c-epoll,c-epoll | is there twice",
                "echo --peers= | expected a list with commas in between",
                "echo --sizes 0 | --sizes 0: expected a number from 1 to 16777216",
                "echo --sizes 1k | --sizes 1k: expected a number from 1 to",
                "echo --sizes 16777217 | --sizes 16777217: expected a number",
                "http --sizes 2048 | --sizes 2048: HTTP servers have 1024, 10240, 102400 bytes (bench echo sends any size)",
                "--sizes 2048 --rounds 1 | --sizes 2048: HTTP servers have 1024, 10240, 102400 bytes",
                "http --sizes 2048 --case http-2k-300 | --sizes 2048: HTTP servers have 1024, 10240, 102400 bytes",
                "readline --sizes 4000000 | --sizes 4000000: 5 lines of it are more than 16777216",
                "echo --connections -1 | --connections -1: expected a number from 1 to 10000",
                "--rate 2000 echo | groups come first: ./jvloop bench echo --rate 2000",
                "echo --quick --only c-epoll http | groups come first: ./jvloop bench http echo --quick --only c-epoll",
                "idle --only c-epoll --connections 100 | --only: not with --connections or --backends, by which bench idle measures jvloop alone",
                "idle --connections +5 | --connections +5: expected a number from 1 to 25000",
                "echo --rounds +1 | --rounds +1: expected a number from 1 to 1000",
                "echo --rate | --rate needs a value",
                "echo --rate 0 | --rate 0: expected a number from 1 to 10000000",
                "echo --rate -5 | --rate -5: expected a number from 1 to 10000000",
                "echo --rate 1e4 | --rate 1e4: expected a number from 1 to 10000000",
                "echo --rate 10000001 | --rate 10000001: expected a number from 1 to 10000000",
                "echo --rate 100 --seconds 0.5 | --rate 100: fewer than 100 requests in 0.5 s",
                "start --rate 1000 | --rate 1000: start has no rate of requests (echo, readline, http and connect have)",
                "idle --rate 1000 | --rate 1000: idle-10000 has no rate of requests",
                "echo calls --rate 1000 | --rate 1000: call-soon has no rate of requests",
                "--case echo-tcp-1k-10,start --rate 1000 | --rate 1000: start has no rate of requests",
                "load --rate 1000 | unknown option '--rate'",
                "echo --rounds 0 | --rounds 0: expected a number from 1 to 1000",
                "echo --rounds many | --rounds many: expected a number",
                "echo --seconds 0 | --seconds 0: expected seconds from 0.1 to 3600",
                "echo --seconds NaN | --seconds NaN: expected seconds",
                "echo --json /no/such/folder/x.json | cannot be written",
                "echo --json / | cannot be written",
                "echo --json= | cannot be written",
                "echo --case | --case needs a value",
                "http --only c-epoll | --only c-epoll: serves none of these cases",
                "echo --only c-epoll,c-http | --only c-http: serves none of these cases",
                "start --rounds 1 --only c-epol | did you mean 'c-epoll'?",
                "start echo --quik | did you mean '--quick'?",
                "report | expected a result file first",
                "report --out y x.json | expected a result file first",
                "report x.json --ot y | did you mean '--out'?",
                "docs | expected a result file first",
                "docs x.json --out y | unknown option '--out'",
                "compare a.json | expected two result files",
                "compare a.json b.json --x | unknown option '--x'",
                "compare a.json b.json | a.json: no such file",
            })
    void isOneLineAndStatusTwo(String line, String expected) {
        Outcome outcome = Outcome.of(List.of(line.split(" ", -1)));
        assertEquals(2, outcome.status(), outcome::toString);
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome::err);
        assertTrue(outcome.err().startsWith("jvloop: "), outcome::err);
        assertTrue(outcome.err().contains(expected), outcome::err);
    }

    @Test
    void thePageBesideTheResultsIsNotWrittenOverWhatIsNoReport(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("index.html"), "<title>mine</title>");
        Path json = folder.resolve("index.json");
        Outcome outcome = Outcome.of(List.of("echo", "--json", json.toString()));
        assertEquals(2, outcome.status(), outcome::toString);
        assertEquals(
                "jvloop: --json: the page goes beside it, and " + page
                        + " is no report and not written over: say where by --report\n",
                outcome.err());
        assertEquals("", outcome.out());
        assertEquals("<title>mine</title>", Files.readString(page));
        assertFalse(Files.exists(json));
        Outcome elsewhere = Outcome.of(List.of(
                "echo",
                "--list",
                "--json",
                json.toString(),
                "--report",
                folder.resolve("page.html").toString()));
        assertEquals(0, elsewhere.status(), elsewhere::toString);
    }
}
