// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A URL that is taken has its parts in order, and put together again they are a URL of the same parts. */
public final class UrlFuzz {
    private UrlFuzz() {}

    /** What Jazzer calls. The first byte says whether it is the target of CONNECT. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] url = Arrays.copyOfRange(data, 1, data.length);
        String text = Ascii.text(url, 0, url.length);
        try {
            HttpUrl parsed;
            if ((data[0] & 1) == 0) {
                parsed = HttpUrl.parse(url);
                assertEquals(parts(parsed), parts(HttpUrl.parse(text)));
                assertEquals(parts(parsed), parts(HttpUrl.parse(together(parsed))));
            } else {
                parsed = HttpUrl.parseAuthority(text);
                assertEquals(parts(parsed), parts(HttpUrl.parseAuthority(together(parsed))));
            }
            inOrder(parsed, text);
        } catch (HttpParserException refused) {
            assertEquals(HttpError.INVALID_URL, refused.code());
            assertTrue(refused.position() >= 0 && refused.position() <= url.length, refused.getMessage());
            assertTrue((data[0] & 1) != 0 || !text.matches("/[!-\"$-~]*"), "a path is refused");
        }
    }

    private static void inOrder(HttpUrl url, String text) {
        int end = 0;
        HttpUrl.Range[] ranges = {
            url.schemaRange(),
            url.userinfoRange(),
            url.hostRange(),
            url.portRange(),
            url.pathRange(),
            url.queryRange(),
            url.fragmentRange()
        };
        String port = url.port() < 0
                ? null
                : text.substring(url.portRange().start(), url.portRange().end());
        String[] parts = {url.schema(), url.userinfo(), url.host(), port, url.path(), url.query(), url.fragment()};
        for (int i = 0; i < parts.length; i++) {
            if (ranges[i] == null) {
                assertEquals(null, parts[i]);
                continue;
            }
            assertTrue(ranges[i].start() >= end && ranges[i].end() > ranges[i].start(), ranges[i].toString());
            end = ranges[i].end();
            assertEquals(text.substring(ranges[i].start(), end), parts[i]);
        }
        assertTrue(end <= text.length());
        assertTrue(url.port() <= 65_535 && (url.port() < 0 || Integer.parseInt(port) == url.port()), port);
    }

    private static String parts(HttpUrl url) {
        return Stream.of(url.schema(), url.userinfo(), url.host(), url.port(), url.path(), url.query(), url.fragment())
                .map(Objects::toString)
                .toList()
                .toString();
    }

    private static String together(HttpUrl url) {
        String host = url.host();
        if (host != null && host.indexOf(':') >= 0) {
            host = "[" + host + "]";
        }
        return part("", url.schema(), "://")
                + part("", url.userinfo(), "@")
                + part("", host, "")
                + part(":", url.port() < 0 ? null : String.valueOf(url.port()), "")
                + part("", url.path(), "")
                + part("?", url.query(), "")
                + part("#", url.fragment(), "");
    }

    private static String part(String before, @Nullable String part, String after) {
        return part == null ? "" : before + part + after;
    }
}
