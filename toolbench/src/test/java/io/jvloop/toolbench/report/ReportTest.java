// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.Anonymous;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Path ROOT = Path.of("/some/where/jvloop");

    private static String html(Fixture fixture) {
        return Report.html(ROOT, fixture.results());
    }

    private static Fixture usual() {
        return Fixture.of("echo-tcp", "http")
                .peer("jvloop-auto", 3.6)
                .peer("c-epoll", 3.4)
                .peer("uvloop", 4.5);
    }

    @Test
    void headlineCountsWhatWasMeasured() {
        String html = html(usual());
        assertTrue(html.contains("<h1>Other servers take more CPU per request than jvloop in 2 of 4 comparisons,"
                + " less in 2; 0 cannot be told apart.</h1>"));
        assertTrue(html.contains("Less than jvloop, beyond noise: c-epoll in 2 cases, at best 0.94×"));
    }

    @Test
    void aFloorIsMarkedAndNeverCountedAmongTheServers() {
        String html = html(usual().floor("c-canned", 1));
        assertTrue(html.contains("than jvloop in 2 of 4 comparisons, less in 2; 0 cannot be told apart.</h1>"));
        assertTrue(html.contains("<span>HTTP</span> <b>2 of 3</b>"), "its place");
        assertFalse(html.contains("beyond noise: c-canned"));
        assertTrue(html.contains("c-canned<small>a server: c-canned</small><td class=\"marks\">floor"), "in tables");
        assertTrue(html.contains("\"c-canned (floor)\""), "in charts");
    }

    @Test
    void atAFixedRateNobodyIsMarkedAsBoundByItsClient() {
        assertTrue(html(Fixture.of("echo-tcp").peer("c-epoll", 1)).contains("<td class=\"marks\">client-bound"));
        String paced = html(Fixture.of("echo-tcp").at(500).peer("c-epoll", 1));
        assertFalse(paced.contains("<td class=\"marks\">client-bound"));
        assertTrue(paced.contains("echo-tcp, 1 KiB, 10 connections, 500 requests/s; load: open loop, 500 requests/s;"));
    }

    @Test
    void straightLineCodeHasATitleAsAllGroupsHave() {
        assertTrue(html(Fixture.of("echo-streams").peer("go", 1)).contains("<h2>Echo in straight-line code</h2>"));
    }

    @Test
    void warmUpIsSaidToBeAtMostThatOfAJvm() {
        assertTrue(html(usual()).contains(" s after up to "));
    }

    @Test
    void withoutScriptsNothingIsLeftOfWhatTheyWouldDraw() {
        assertTrue(html(usual()).contains("<noscript><style>figure, #shown { display: none; }</style></noscript>"));
    }

    @Test
    void onePeerThatIsMissingInSomeCasesIsNotCalledMissing() {
        String html = html(usual().missingButInTheLast("libuv", 3, "no such socket"));
        String some =
                "<strong>missing</strong> in echo-tcp, 1 KiB, 10 connections: no such socket — <code>install it</code>";
        assertTrue(html.contains("<li><b>libuv</b> " + some + "</li>"), "what was not measured");
        assertTrue(html.contains("<td class=\"note\">ready; " + some + "</td>"), "peers");
        assertTrue(html.contains("missing: no such socket</td>"), "in the table of the case");
        assertFalse(html.contains("<strong>missing:</strong>"));
    }

    @Test
    void aPageIsToldFromAFileOfSomebodyElse(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("index.html");
        assertTrue(Report.mayBeWritten(page));
        Files.writeString(page, "");
        assertTrue(Report.mayBeWritten(page), "as mktemp(1) leaves it");
        Files.writeString(page, "<!DOCTYPE html>\n<title>mine</title>\n");
        assertFalse(Report.mayBeWritten(page));
        Files.writeString(page, html(usual()));
        assertTrue(Report.mayBeWritten(page));
        assertFalse(Report.mayBeWritten(folder), "a folder");
    }

    @Test
    void missingPeersAndFailuresAreListedWithTheirReasons() {
        String html = html(usual().missing("rloop", "no CPython 3.12", "apt-get install python3.12")
                .failing("curio", "ended by itself, status 1"));
        assertTrue(html.contains(
                "<b>rloop</b> <strong>missing:</strong> no CPython 3.12 — <code>apt-get install python3.12</code>"));
        assertTrue(html.contains(
                "<b>curio</b> <strong>failed</strong> in echo-tcp, 1 KiB, 10 connections: round 1: ended by itself"));
        assertTrue(html.contains("missing: no CPython 3.12</td>"), "in each table as well");
        assertTrue(html.contains("failed: round 1: ended by itself, status 1</td>"), "in each table as well");
    }

    @Test
    void aRunThatWasEndedEarlyDoesNotSayThatAllWasMeasured() {
        String all = "Everything that was asked for was measured.";
        assertTrue(html(usual()).contains(all));
        String open = html(usual().open("curio"));
        assertFalse(open.contains(all));
        assertTrue(open.contains("<li><strong>not measured</strong> in echo-tcp, 1 KiB, 10 connections: curio</li>"));
        String rounds = html(usual().endedEarly());
        assertFalse(rounds.contains(all));
        assertTrue(rounds.contains("All have figures, but not of every round"));
    }

    @Test
    void roundsThatWereNeverBegunAreNotCounted() {
        assertTrue(html(usual()).contains(" cases, 5 rounds of 4 s · "));
        String cut = html(usual().cutAfter(4));
        assertTrue(cut.contains(" cases, 4 of 5 rounds of 4 s · "));
        assertTrue(cut.contains("<dd>4 of 5 rounds of 4 s after "));
        assertTrue(
                html(usual().endedEarly()).contains(" cases, at most 5 rounds of 4 s · "), "not each had the last one");
    }

    @Test
    void onePeerAloneIsShownWithoutAComparison() {
        String html = html(Fixture.of("http").peer("node", 15));
        assertTrue(html.contains("Nothing to compare"));
        assertFalse(html.contains("id=\"standing\""));
        assertTrue(html.contains("All figures: http, 1 KiB, 10 connections"));
    }

    @Test
    void withoutJvloopRatiosAreToTheBareLoop() {
        String html = html(Fixture.of("echo-tcp").peer("c-epoll", 3.4).peer("node", 6));
        assertTrue(html.contains("than c-epoll in 1 of 1 comparisons"));
        assertTrue(html.contains("× c-epoll"));
    }

    @Test
    void nothingAtAllIsAPageToo() {
        assertTrue(html(Fixture.of()).contains("Nothing to compare"));
    }

    @Test
    void namesAndNotesStayText() {
        String evil = "</script><b>&amp;{{data}}$1\"' onload=x";
        String html = html(Fixture.of("echo-tcp")
                .peer("jvloop-auto", 3)
                .peer(evil, evil, 4, evil)
                .missing(evil, evil, evil)
                .failing("x" + evil, evil)
                .command(evil));
        assertFalse(html.contains("<b>&amp;{"), "markup of a name");
        assertFalse(html.contains("' onload=x"), "a quote of a name");
        assertEquals(3, html.split("</script>", -1).length - 1, "the ends of the page's own scripts");
    }

    @Test
    void fortyFivePeersStayUnderAMegabyteAndAHalf() {
        Fixture fixture = Fixture.of("echo-tcp", "echo-unix", "http").peer("jvloop-auto", 3.6);
        for (int i = 0; i < 44; i++) {
            fixture.peer("peer-" + i, 3.3 + 0.37 * i);
        }
        String html = html(fixture);
        assertTrue(html.length() < 1_500_000, () -> html.length() + " characters");
        assertTrue(html.contains(">peer-43<"));
    }

    @Test
    void neitherPathsNorUserNorHostAreInIt() {
        Fixture fixture = usual().command(
                        "/some/where/jvloop/jvloop bench --json " + System.getProperty("user.home") + "/x.json")
                .missing("a", "/home/somebody/bin/cc is broken", "/root/install; /some/where/jvloop/y");
        String html = html(fixture);
        assertTrue(html.contains("<dd>./jvloop bench --json ~/x.json</dd>"));
        assertTrue(html.contains("~/bin/cc is broken — <code>~/install; ./y</code>"));
    }

    @Test
    void theRawDataInItCanBeReadAgain() throws Exception {
        String html = html(usual());
        String packed = html.replaceAll("(?s).*href=\"data:application/gzip;base64,([^\"]*)\".*", "$1");
        byte[] bytes = java.util.Base64.getDecoder().decode(packed);
        String json = new String(
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(bytes)).readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(
                Report.shorter(new Anonymous(ROOT).results(usual().results())),
                new com.google.gson.Gson().fromJson(json, io.jvloop.toolbench.result.Results.class));
    }

    @Test
    void aFileThatIsThereIsReplacedWhole(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), "old");
        Report.write(ROOT, file, usual().results());
        assertTrue(Files.readString(file).endsWith("</html>\n"));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
