// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import java.nio.ByteBuffer;

/** Sends a body back while it comes. */
class Echo implements BodyReceiver {
    final HttpResponse response;

    Echo(HttpResponse response) {
        this.response = response;
    }

    @Override
    public void data(ByteBuffer data) {
        response.write(data);
    }

    @Override
    public void complete() {
        response.end();
    }
}
