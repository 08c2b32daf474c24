// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                // url schema userinfo host port path query fragment
                "http://hostname/ http - hostname -1 / - -",
                "http://hostname:444/ http - hostname 444 / - -",
                "http://hostname http - hostname -1 - - -",
                "http://hostname?a http - hostname -1 - a -",
                "http://[1:2::3:4]/ http - 1:2::3:4 -1 / - -",
                "http://[1:2::3:4]:67/ http - 1:2::3:4 67 / - -",
                "http://[2001:0000:0000:0000:0000:0000:1.9.1.1]/ http - 2001:0000:0000:0000:0000:0000:1.9.1.1 -1 / - -",
                "http://[fe80::a%25eth0]/ http - fe80::a%25eth0 -1 / - -",
                "http://[fe80::a%eth0]/ http - fe80::a%eth0 -1 / - -",
                "http://a.cn/p/2010c/??a.css,b.css?t=2.css http - a.cn -1 /p/2010c/ ?a.css,b.css?t=2.css -",
                "/toto.html?toto=a%20b - - - -1 /toto.html toto=a%20b -",
                "/toto.html#titi - - - -1 /toto.html - titi",
                "http://a.com/r?f=1&url=http://b.com/i?c=d#mid http - a.com -1 /r f=1&url=http://b.com/i?c=d mid",
                "http://a:b@host.com:8080/p/a/t/h?query=string#hash http a:b host.com 8080 /p/a/t/h query=string hash",
                "http://a%20:b@host.com/ http a%20:b host.com -1 / - -",
                "http://a::b@host.com/ http a::b host.com -1 / - -",
                "http://@hostname/fo http - hostname -1 /fo - -",
                "http://a!;-_!=+$@host.com/ http a!;-_!=+$ host.com -1 / - -",
                "dsf://i:n@aaa:88/b/c?aa#123 dsf i:n aaa 88 /b/c aa 123",
                "//// - - - -1 //// - -",
                "////1/1?a=b&c[]=d&c[]=z - - - -1 ////1/1 a=b&c[]=d&c[]=z -",
                "/////?#123 - - - -1 ///// - 123",
                "/a/b/c?b=1& - - - -1 /a/b/c b=1& -",
                "/a? - - - -1 /a - -",
                "/a# - - - -1 /a - -",
                "/a##b?#c - - - -1 /a - b?#c",
                "* - - - -1 * - -",
                "/{a}|\"<> - - - -1 /{a}|\"<> - -",
                "http://hostname:65535/ http - hostname 65535 / - -"
            })
    void aUrlHasTheseParts(
            String url,
            String schema,
            String userinfo,
            String host,
            int port,
            String path,
            String query,
            String fragment)
            throws HttpParserException {
        HttpUrl parsed = HttpUrl.parse(url);
        assertEquals(schema, parsed.schema());
        assertEquals(userinfo, parsed.userinfo());
        assertEquals(host, parsed.host());
        assertEquals(port, parsed.port());
        assertEquals(path, parsed.path());
        assertEquals(query, parsed.query());
        assertEquals(fragment, parsed.fragment());
        assertEquals(url, parsed.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "  ",
                "hostname:443",
                "http://a:b@@hostname:443/",
                "http://:443/",
                "http://hostname:/",
                "http://hostname:65536/",
                "http://hostname:99999999999999999999/",
                "http://hostname:4a/",
                "/foo bar/",
                "/foo\rbar/",
                "/foo\nbar/",
                "/foo\tbar/",
                "/foo\fbar/",
                "http://hostname::443/",
                "http://host\name/fo",
                "http://host%name/fo",
                "http://host;ame/fo",
                "http://host=ame/fo",
                "http://@/fo",
                "http://toto@/fo",
                "http:///fo",
                "http://[fe80::a%]/",
                "http://[fe80::a%$HOME]/",
                "http://[%eth0]/",
                "http://[]/",
                "http://[::1/",
                "http://[::1]a/",
                ":///1",
                "http:/a",
                "http:",
                "http",
                "?a",
                "#a",
                "dsf://a\0aa",
                "/a\0b",
                "/\u00e4",
                "/\u0141",
                "/a?b c",
                "/a?b\u007f",
                "/a#b c",
                "http://u ser@h/",
                "http://h#a"
            })
    void aMalformedUrlIsRefused(String url) {
        HttpParserException refused = assertThrows(HttpParserException.class, () -> HttpUrl.parse(url));
        assertEquals(HttpError.INVALID_URL, refused.code());
    }

    @Test
    void theErrorNamesTheByte() {
        HttpParserException refused = assertThrows(HttpParserException.class, () -> HttpUrl.parse("http://a/b c"));
        assertEquals(10, refused.position());
        assertEquals("byte 0x20 in a URL", refused.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h:/", "http://h:", "http://h:?a", "http://[::1]:/", "http://u@h:/a"})
    void anEmptyPortIsRefusedBehindItsColon(String url) {
        HttpParserException refused = assertThrows(HttpParserException.class, () -> HttpUrl.parse(url));
        assertEquals("an empty port", refused.reason());
        assertEquals(url.lastIndexOf(':') + 1, refused.position());
    }

    @ParameterizedTest
    @CsvSource({
        "http://[fe80::1%25eth0]/,fe80::1%25eth0,-1",
        "http://[fe80::1%25eth0]:80/,fe80::1%25eth0,80",
        "http://[fe80::1%eth0],fe80::1%eth0,-1",
        "http://[fe80::1%25]/,fe80::1%25,-1",
        "http://[fe80::1%25a.b-c_d~e]/,fe80::1%25a.b-c_d~e,-1",
    })
    void aZoneStaysWithItsHostAsItIsWritten(String url, String host, int port) throws HttpParserException {
        HttpUrl parsed = HttpUrl.parse(url);
        assertEquals(host, parsed.host());
        assertEquals(port, parsed.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://[fe80::1%]/", "http://[fe80::1%25a:b]/", "http://[fe80::1%25a/b]/", "http://[%25a]/"})
    void aZoneIsOfUnreservedCharactersBehindAnAddress(String url) {
        assertThrows(HttpParserException.class, () -> HttpUrl.parse(url));
    }

    @Test
    void aPartKnowsWhereItStands() throws HttpParserException {
        String text = "http://a:b@[::1]:80/c?d#e";
        HttpUrl url = HttpUrl.parse(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(
                "http",
                text.substring(url.schemaRange().start(), url.schemaRange().end()));
        assertEquals(
                "a:b",
                text.substring(url.userinfoRange().start(), url.userinfoRange().end()));
        assertEquals(
                "::1", text.substring(url.hostRange().start(), url.hostRange().end()));
        assertEquals(
                "80", text.substring(url.portRange().start(), url.portRange().end()));
        assertEquals(
                "/c", text.substring(url.pathRange().start(), url.pathRange().end()));
        assertEquals(
                "d", text.substring(url.queryRange().start(), url.queryRange().end()));
        assertEquals(
                "e",
                text.substring(url.fragmentRange().start(), url.fragmentRange().end()));
    }

    @Test
    void aUrlMayBeLongerThan65535() throws HttpParserException {
        String path = "/" + "a".repeat(100_000);
        HttpUrl url = HttpUrl.parse("http://h" + path + "?" + path);
        assertEquals(path, url.path());
        assertEquals(path, url.query());
        assertNotNull(url.queryRange());
        assertEquals(8 + path.length() + 1, url.queryRange().start());
    }

    @ParameterizedTest
    @CsvSource({"hostname:443,hostname,443", "[1:2::3:4]:443,1:2::3:4,443"})
    void theTargetOfConnectIsHostAndPort(String authority, String host, int port) throws HttpParserException {
        HttpUrl url = HttpUrl.parseAuthority(authority);
        assertEquals(host, url.host());
        assertEquals(port, url.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b@hostname:443", ":443", "hostname:", "hostname", "hostname:443/", "/a", ""})
    void whatElseConnectIsGivenIsRefused(String authority) {
        assertThrows(HttpParserException.class, () -> HttpUrl.parseAuthority(authority));
    }
}
