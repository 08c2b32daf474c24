// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.Figure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP answers, right and wrong. */
class HttpTest {
    /** Answers each request with this, in pieces of so many bytes. */
    private static TestServer answering(String answer, int piece) {
        return new TestServer((in, out) -> {
            byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (int at = 0; line.isEmpty() && at < bytes.length; at += piece) {
                    out.write(bytes, at, Math.min(piece, bytes.length - at));
                }
            }
        });
    }

    private static String answer(String head, int body) {
        return head.replace("|", "\r\n") + "\r\n\r\n" + "x".repeat(body);
    }

    @Test
    void keptConnectionsAreAskedAgainAndAgain() throws IOException {
        try (TestServer server = answering(answer("HTTP/1.1 200 OK|Content-Length: 1024", 1024), 1 << 20)) {
            Said said = Said.by(server.address(), "--mode http --connections 2");
            assertTrue(said.figure(Figure.REQUESTS) > 10, said::toString);
            assertTrue(server.accepted() == 2, said::toString);
        }
    }

    @Test
    void anAnswerMayBeCutAnywhere() throws IOException {
        String head = "HTTP/1.1 200 OK|server: any|CONTENT-length:10|Date: now";
        try (TestServer server = answering(answer(head, 10), 1)) {
            Said said = Said.by(server.address(), "--mode http --size 10 --connections 2 --pipeline 3");
            assertTrue(said.figure(Figure.REQUESTS) > 10, said::toString);
        }
    }

    @Test
    void eachOfThePipelinedAnswersIsARequest() throws IOException {
        try (TestServer server = answering(answer("HTTP/1.1 200 OK|Content-Length: 7", 7), 1 << 20)) {
            Said said = Said.by(server.address(), "--mode http --size 7 --pipeline 16");
            assertTrue(said.figure(Figure.REQUESTS) > 160, said::toString);
        }
    }

    @Test
    void aRateIsThatOfRequestsAlsoWhereSeveralShareAWrite() throws IOException {
        try (TestServer server = answering(answer("HTTP/1.1 200 OK|Content-Length: 7", 7), 1 << 20)) {
            Said said = Said.by(server.address(), "--mode http --size 7 --pipeline 10 --rate 500 --seconds 1");
            assertEquals(500, said.figure(Figure.REQUESTS_PER_SECOND), 60, said::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "HTTP/1.1 404 Not Found|Content-Length: 1024 ; 1024 ; answered /1024 with status 404",
                "HTTP/1.1 200 OK|Content-Length: 1023 ; 1023 ; with a body of 1023 bytes",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked ; 1024 ; with no Content-Length",
                "HTTP/1.1 200 OK|Content-Length: many ; 1024 ; with no Content-Length",
                "HTTP/1.1 200 OK|Content-Length: 1024 ; 1025 ; more than was asked for",
                "SSH-2.0-OpenSSH_9 ; 0 ; what is no HTTP/1.1 answer: SSH-2.0-OpenSSH_9",
                "HTTP/1.1 200 OK|Content-Length: 1024 ; 512 ; one lacked 512 bytes of its body",
                "HTTP/1.1 20 ; 0 ; what is no HTTP/1.1 answer",
            })
    void whatIsWrongIsSaid(String head, int body, String expected) throws IOException {
        try (TestServer server = answering(answer(head, body), 1 << 20)) {
            Said.by(server.address(), "--mode http --connections 1 --patience 0.3")
                    .failedWith(1, expected);
        }
    }

    @Test
    void aHeadWithoutEndIsNotReadForEver() throws IOException {
        try (TestServer server = answering("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000), 1 << 20)) {
            Said.by(server.address(), "--mode http --connections 1").failedWith(1, "a head of more than 16384 bytes");
        }
    }
}
