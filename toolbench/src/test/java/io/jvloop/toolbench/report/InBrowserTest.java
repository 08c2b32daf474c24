// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser makes of a report. */
@Timeout(60)
class InBrowserTest {
    private static final String EVIL = "</script><img src=x onerror=alert(1)>";

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static Path page;
    private static Path largePage;

    @BeforeAll
    static void open() throws Exception {
        Path program = Chromium.program()
                .orElseGet(() -> Assumptions.abort("not run: chromium (not installed: apt-get install chromium)"));
        Fixture fixture = Fixture.of("echo-tcp", "http")
                .peer("jvloop-auto", 3.6)
                .peer("c-epoll", 3.4)
                .peer("node", 40)
                .peer(EVIL, EVIL, 5, EVIL)
                .missing("rloop", "not here", "");
        page = folder.resolve("report.html");
        Report.write(folder, page, fixture.results());
        largePage = folder.resolve("large.html");
        Report.write(folder, largePage, large().results());
        chromium = new Chromium(program, Files.createDirectory(folder.resolve("profile")));
    }

    /** About as many peers and groups as a full run has, with names that differ in their ends only and titles that are long. */
    private static Fixture large() {
        Fixture fixture = Fixture.of("echo-tcp", "echo-unix", "readline", "http", "http-pipelined", "connect")
                .and(2)
                .and(3)
                .titled(5, "connect, callSoon, 1,000 callbacks in a turn of the loop, the last one with arguments")
                .titled(
                        7,
                        "connect, so many tasks that wait for each other, 1,000 of them, and one that waits for none")
                .peer("jvloop-auto", 3.6)
                .peer("jvloop-streams-epoll", 3.7)
                .peer("jvloop-streams-io-uring", 3.8);
        for (int i = 0; i < 28; i++) {
            fixture.peer("python-hypercorn-" + i, 3.5 + 0.5 * i);
        }
        return fixture;
    }

    @AfterAll
    static void close() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static int count(String selector) throws Exception {
        return chromium.evaluate("document.querySelectorAll('" + selector + "').length")
                .getAsInt();
    }

    @ParameterizedTest
    @CsvSource({"1280,false,false", "1280,false,true", "360,true,false", "360,true,true"})
    void chartsAreDrawnWithoutErrorsAndWithoutANetwork(int width, boolean mobile, boolean dark) throws Exception {
        chromium.open(page, width, mobile, dark);
        assertEquals(5, count(".chart svg"), "the first picture, and bars and boxes of two groups");
        assertEquals(
                0,
                chromium.evaluate(
                                "[...document.querySelectorAll(\".chart svg\")]"
                                        + ".filter(svg => svg.querySelectorAll(\"path\").length < 8 || svg.clientHeight < 60).length")
                        .getAsInt());
        assertEquals(
                width,
                chromium.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
                        .getAsInt(),
                "nothing is wider than the screen");
        assertEquals(List.of(), chromium.events("Runtime.exceptionThrown"));
        assertEquals(List.of(), chromium.events("Runtime.consoleAPICalled"));
        assertEquals(List.of(), chromium.events("Log.entryAdded"));
        List<String> asked = chromium.events("Network.requestWillBeSent").stream()
                .map(event -> event.getAsJsonObject("request").get("url").getAsString())
                .filter(url -> !url.startsWith("data:") && !url.startsWith("blob:"))
                .toList();
        assertEquals(List.of(page.toUri().toString()), asked);
        String background = chromium.evaluate("getComputedStyle(document.body).backgroundColor")
                .getAsString();
        assertEquals(dark, background.equals("rgb(20, 23, 27)"), background);
    }

    @Test
    void theSwitchShowsAnotherFigure() throws Exception {
        chromium.open(page, 1280, false, false);
        String bars = "document.querySelector(\".bars svg\").textContent";
        String before = chromium.evaluate(bars).getAsString();
        chromium.evaluate("document.querySelector(\"input[value=requestsPerSecond]\").click()");
        String after = chromium.evaluate(bars).getAsString();
        assertNotEquals(before, after);
        assertTrue(after.contains("requests/s"), after);
    }

    @Test
    void arrowKeysReadTheBars() throws Exception {
        chromium.open(page, 1280, false, false);
        chromium.evaluate("document.getElementById(\"standing\").focus()");
        chromium.call("Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"ArrowDown\"}");
        String spoken = chromium.evaluate("document.getElementById(\"spoken\").textContent")
                .getAsString();
        assertTrue(spoken.startsWith("TCP echo: jvloop-auto 1.00 times"), spoken);
    }

    @Test
    void namesOfPeersAreNeverMarkup() throws Exception {
        chromium.open(page, 1280, false, false);
        assertEquals(0, count("img"));
        assertTrue(chromium.evaluate("document.querySelector(\".bars svg\").textContent")
                .getAsString()
                .contains("</script>"));
    }

    @Test
    void theRawDataIsUnpacked() throws Exception {
        chromium.open(page, 1280, false, false);
        String text = chromium.evaluate(
                        "new Promise((resolve) => { const shown = document.getElementById(\"shown\"); shown.open = true;"
                                + " const wait = () => shown.querySelector(\"pre\").textContent ? resolve(shown.querySelector(\"pre\").textContent)"
                                + " : setTimeout(wait, 20); wait(); })")
                .getAsString();
        assertTrue(text.startsWith("{") && text.contains("\"caseName\""), text);
        assertTrue(chromium.evaluate("document.getElementById(\"raw\").href")
                .getAsString()
                .startsWith("blob:"));
    }

    @ParameterizedTest
    @CsvSource({"1280,false", "390,true"})
    void noNameAndNoTitleIsCut(int width, boolean mobile) throws Exception {
        chromium.open(largePage, width, mobile, false);
        assertEquals(
                "",
                chromium.evaluate("[...document.querySelectorAll(\"svg text\")].map(text => text.textContent)"
                                + ".filter(text => text.includes(\"...\") || text.includes(\"…\")).join(\", \")")
                        .getAsString());
        assertEquals(
                "",
                chromium.evaluate("[...document.querySelectorAll(\".chart svg\")].flatMap(svg => {"
                                + " const right = svg.getBoundingClientRect().right; return [...svg.querySelectorAll(\"text\")]"
                                + ".filter(text => text.getBoundingClientRect().right > right + 1).map(text => text.textContent);"
                                + " }).join(\", \")")
                        .getAsString(),
                "nothing goes on beyond its picture");
        String bars = chromium.evaluate("document.querySelector(\".bars svg\").textContent")
                .getAsString();
        assertTrue(bars.contains("jvloop-streams-epoll") && bars.contains("jvloop-streams-io-uring"), bars);
    }

    @Test
    void onPaperTheFirstPictureEndsOnTheFirstPageAndNoCellIsBrokenWithinAWord() throws Exception {
        chromium.open(largePage, 1280, false, false);
        chromium.evaluate("dispatchEvent(new Event(\"beforeprint\"))");
        int bottom = chromium.evaluate("document.querySelector(\"figure\").getBoundingClientRect().bottom + scrollY")
                .getAsInt();
        assertTrue(bottom <= 700, () -> "the picture ends at " + bottom + " px");
        assertEquals(
                0,
                chromium.evaluate("[...document.querySelectorAll(\".figures table\")]"
                                + ".filter(table => table.scrollWidth > 1020).length")
                        .getAsInt());
        assertEquals(
                "normal",
                chromium.evaluate(
                                "getComputedStyle(document.querySelector(\".figures tbody td:nth-child(4)\")).overflowWrap")
                        .getAsString());
        assertEquals(
                0,
                chromium.evaluate(
                                "[...document.querySelectorAll(\".figures tbody td:nth-child(n+3):not(.note):not(.absent)\")]"
                                        + ".filter(td => { const range = document.createRange(); range.selectNodeContents(td.firstChild);"
                                        + " return range.getClientRects().length > 1; }).length")
                        .getAsInt(),
                "numbers in one line");
        chromium.evaluate("dispatchEvent(new Event(\"afterprint\"))");
    }

    @Test
    void paperIsLightWithAllTablesOpen() throws Exception {
        chromium.open(page, 1280, false, true);
        chromium.evaluate("dispatchEvent(new Event(\"beforeprint\"))");
        assertEquals(2, count("details.figures[open]"));
        assertEquals(
                "rgb(255, 255, 255)",
                chromium.evaluate("getComputedStyle(document.body).backgroundColor")
                        .getAsString());
        chromium.evaluate("dispatchEvent(new Event(\"afterprint\"))");
        assertEquals(0, count("details.figures[open]"));
        assertFalse(
                chromium.call("Page.printToPDF", "{}").get("data").getAsString().isEmpty());
    }
}
