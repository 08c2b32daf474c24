// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.http.BodyReceiver;
import io.jvloop.http.HttpResponse;
import java.nio.ByteBuffer;

/** Sends a body back while it comes. The server does not read from a client that does not read. */
record EchoedBody(HttpResponse response) implements BodyReceiver {
    @Override
    public void data(ByteBuffer data) {
        response.write(data);
    }

    @Override
    public void complete() {
        response.end();
    }
}
