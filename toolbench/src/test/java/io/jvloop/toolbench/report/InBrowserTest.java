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
        chromium = new Chromium(program, Files.createDirectory(folder.resolve("profile")));
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
