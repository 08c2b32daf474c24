// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link HttpUrl} beside httptools' {@code parse_url} over URLs that are made up and damaged: there is no difference. */
class UrlDifferentialTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final long SECONDS = Long.getLong("differential.seconds", 0);
    private static final int BATCH = 10_000;
    private static final List<String> URLS = List.of(
            "http://a:b@host.com:8080/p/a/t/h?query=string#hash",
            "http://[fe80::a%25eth0]:65535/",
            "http://[1:2::3:4]",
            "http://1.2.3.4?a",
            "https://@h-a/?#",
            "/a/b?c#d",
            "//a",
            "*",
            "hostname:443",
            "/?",
            "/#");
    private static final List<String> PIECES = Stream.of(
                    "/ ? # @ : [ ] % a 0 _ - . ~ :// { \" \\ * + & = ; ! $ ( ' , http 65536 65535 1".split(" ", -1),
                    new String[] {" ", "\t", "\0", "\r", "\u007f", "\u0080", "\u00ff"})
            .flatMap(Stream::of)
            .toList();

    /** Ports of no digit, and zones: what the RFCs say of them is in docs/parity-http.md. */
    private static final List<String> PORTS_AND_ZONES = List.of(
            "http://h:/",
            "http://h:",
            "http://h:?a",
            "http://[::1]:/",
            "http://u@h:/",
            "http://h:0/",
            "http://h:00080/",
            "http://[fe80::1%25eth0]/",
            "http://[fe80::1%25eth0]:80/",
            "http://[fe80::1%eth0]/",
            "http://[fe80::1%25]/",
            "http://[fe80::1%]/",
            "http://[fe80::1%25e%th]/",
            "http://[fe80::1%25a:b]/",
            "http://[1.2]/",
            "http://[v1.a]/");

    private final Random random = new Random(SEED);

    @Test
    void httptoolsSaysTheSameOfEmptyPortsAndOfZones() throws IOException {
        try (Oracle oracle = Oracle.httptools()) {
            List<byte[]> urls = PORTS_AND_ZONES.stream().map(Ascii::bytes).toList();
            List<String> ours = urls.stream().map(UrlDifferentialTest::parts).toList();
            assertEquals(oracle.sayOfUrls(urls), ours);
        }
    }

    @Test
    void httptoolsTakesUrlsApartInTheSameWay() throws IOException {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int taken = 0;
        int refused = 0;
        try (Oracle oracle = Oracle.httptools()) {
            do {
                List<byte[]> urls = Stream.generate(this::url).limit(BATCH).toList();
                Iterator<String> said = oracle.sayOfUrls(urls).iterator();
                for (byte[] url : urls) {
                    String ours = parts(url);
                    assertEquals(said.next(), ours, () -> Recording.escape(Ascii.text(url, 0, url.length)));
                    taken += ours.equals("E") ? 0 : 1;
                    refused += ours.equals("E") ? 1 : 0;
                }
            } while (System.nanoTime() < end);
            System.out.println(
                    oracle.version() + ": " + (taken + refused) + " URLs, " + refused + " of them refused by both");
        }
        assertTrue(taken > BATCH / 10 && refused > BATCH / 10, taken + " and " + refused);
    }

    private byte[] url() {
        StringBuilder text = new StringBuilder(URLS.get(random.nextInt(URLS.size())));
        for (int damage = random.nextInt(5); damage > 0; damage--) {
            int at = random.nextInt(text.length() + 1);
            int behind = Math.min(text.length(), at + random.nextInt(2));
            text.replace(at, behind, random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size())));
        }
        return Ascii.bytes(text.toString());
    }

    private static String parts(byte[] url) {
        try {
            HttpUrl parsed = HttpUrl.parse(url);
            List<@Nullable String> parts = new ArrayList<>();
            parts.add(parsed.schema());
            parts.add(parsed.userinfo());
            parts.add(parsed.host());
            parts.add(parsed.path());
            parts.add(parsed.query());
            parts.add(parsed.fragment());
            String port = parsed.port() < 0 ? "-" : String.valueOf(parsed.port());
            return parts.stream()
                            .map(part -> part == null ? "-" : HexFormat.of().formatHex(Ascii.bytes(part)))
                            .collect(Collectors.joining(" "))
                    + " " + port;
        } catch (HttpParserException refused) {
            return "E";
        }
    }
}
