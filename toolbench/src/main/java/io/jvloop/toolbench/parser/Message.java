// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.parser;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes to parse again and again. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(String name, boolean request, byte[] bytes) {
    /** In the order of the results. */
    public static final List<Message> ALL = List.of(
            request("40-byte request", "GET /plain HTTP/1.1\nHost: localhost\n\n"),
            request("browser's request", browser()),
            request("100 pipelined requests", "GET /1024 HTTP/1.1\nHost: 127.0.0.1:8080\n\n".repeat(100)),
            response("response with headers", """
                    HTTP/1.1 200 OK
                    Date: Sun, 06 Nov 1994 08:49:37 GMT
                    Server: Apache/2.4.62 (Debian)
                    Last-Modified: Sat, 05 Nov 1994 21:17:02 GMT
                    ETag: "2aa6-62f3a4b1c7d80"
                    Accept-Ranges: bytes
                    Content-Length: 0
                    Vary: Accept-Encoding
                    Cache-Control: public, max-age=3600
                    Content-Type: text/html; charset=utf-8

                    """),
            response("chunked body", chunked()));

    private static Message request(String name, String lines) {
        return new Message(name, true, bytes(lines));
    }

    private static Message response(String name, String lines) {
        return new Message(name, false, bytes(lines));
    }

    private static byte[] bytes(String lines) {
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String browser() {
        return """
                GET /articles/2016/05/fast-python?page=2&order=newest HTTP/1.1
                Host: www.example.com
                User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
                Accept-Language: en-US,en;q=0.5
                Accept-Encoding: gzip, deflate, br, zstd
                Referer: https://www.example.com/articles/2016/05/
                Connection: keep-alive
                Cookie: session=3f9a1b7c5d2e4f60; theme=dark; consent=all
                Upgrade-Insecure-Requests: 1
                Sec-Fetch-Dest: document
                Sec-Fetch-Mode: navigate
                Sec-Fetch-Site: same-origin
                Sec-Fetch-User: ?1
                Priority: u=0, i

                """;
    }

    /** Twenty chunks of 100 bytes, and one of 4000. */
    private static String chunked() {
        String small = "64\n" + "x".repeat(100) + "\n";
        String head = "HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: chunked\n\n";
        return head + small.repeat(20) + "fa0\n" + "y".repeat(4000) + "\n0\n\n";
    }
}
