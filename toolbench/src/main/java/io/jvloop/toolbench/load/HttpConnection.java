// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jvloop.cli.Failed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Asks for {@code /SIZE} by HTTP/1.1, keeps the connection, and looks at the status and the length of each body. */
final class HttpConnection extends Connection {
    private final MemorySegment requests;
    private final int size;
    private final int pipeline;
    private final HttpHead head = new HttpHead();
    private int awaited;
    private long bodyLeft;

    HttpConnection(Setting setting, int number) {
        super(setting, number);
        requests = setting.requests();
        size = setting.job().size();
        pipeline = setting.job().pipeline();
    }

    /** What is sent in one write. */
    static MemorySegment requests(Job job) {
        String one = "GET /" + job.size() + " HTTP/1.1\r\nHost: " + job.to().host() + "\r\n\r\n";
        byte[] all = one.repeat(job.pipeline()).getBytes(StandardCharsets.US_ASCII);
        return Arena.global().allocateFrom(JAVA_BYTE, all);
    }

    @Override
    void prepare() {
        awaited = pipeline;
        ask(requests, 0, requests.byteSize());
    }

    @Override
    int received(MemorySegment buffer, int count) throws Failed {
        int answers = 0;
        for (int at = 0; at < count; ) {
            if (bodyLeft == 0) {
                if (awaited == 0) {
                    throw new Failed("the server sent more than was asked for");
                }
                at = head.read(buffer, at, count);
                if (head.isComplete()) {
                    bodyLeft = checked(head);
                }
            } else {
                int part = (int) Math.min(bodyLeft, count - at);
                at += part;
                bodyLeft -= part;
                if (bodyLeft == 0) {
                    awaited--;
                    answers++;
                    head.clear();
                }
            }
        }
        return answers;
    }

    private int checked(HttpHead answer) throws Failed {
        if (answer.status() != 200) {
            throw new Failed("the server answered /" + size + " with status " + answer.status());
        }
        if (answer.contentLength() != size) {
            throw new Failed("the server answered /" + size + " with "
                    + (answer.contentLength() < 0
                            ? "no Content-Length"
                            : "a body of " + answer.contentLength() + " bytes"));
        }
        return size;
    }

    @Override
    boolean isAnswered() {
        return awaited == 0;
    }

    @Override
    String progress() {
        return awaited + " of " + pipeline + " answers had not come"
                + (bodyLeft > 0 ? ", one lacked " + bodyLeft + " bytes of its body" : "");
    }
}
