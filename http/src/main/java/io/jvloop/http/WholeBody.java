// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A body in one array. It grows with what has come, not with what was announced. */
final class WholeBody implements BodyReceiver {
    private static final int FIRST_BYTES = 1024;

    private final LoopPromise<byte[]> promise;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    WholeBody(EventLoop loop) {
        promise = loop.createFuture();
    }

    LoopFuture<byte[]> future() {
        return promise.future();
    }

    @Override
    public void data(ByteBuffer data) {
        int length = data.remaining();
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, (long) size + length)));
        }
        data.get(bytes, size, length);
        size += length;
    }

    @Override
    public void complete() {
        promise.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
        bytes = new byte[0];
    }

    @Override
    public void failed(IOException cause) {
        promise.completeExceptionally(cause);
        bytes = new byte[0];
    }
}
