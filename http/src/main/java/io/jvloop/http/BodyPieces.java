// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body that is asked for piece by piece: paused except while somebody waits. */
final class BodyPieces implements BodyReceiver {
    /** No byte is left in it. */
    private static final ByteBuffer END = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final EventLoop loop;
    private final RequestBody body;
    private @Nullable LoopPromise<ByteBuffer> waiting;
    private @Nullable ByteBuffer kept;
    private @Nullable IOException failure;
    private boolean complete;

    BodyPieces(EventLoop loop, RequestBody body) {
        this.loop = loop;
        this.body = body;
    }

    LoopFuture<ByteBuffer> next() {
        if (waiting != null && !waiting.isDone()) {
            throw new IllegalStateException("somebody waits for the next piece already");
        }
        LoopPromise<ByteBuffer> promise = loop.createFuture();
        if (kept != null) {
            promise.complete(kept);
            kept = null;
        } else if (failure != null) {
            promise.completeExceptionally(failure);
        } else if (complete) {
            promise.complete(END);
        } else {
            waiting = promise;
            body.resume();
        }
        return promise.future();
    }

    @Override
    public void data(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        body.pause();
        if (!tell(copy)) {
            kept = kept == null ? copy : joined(kept, copy);
        }
    }

    @Override
    public void complete() {
        complete = true;
        if (kept == null) {
            tell(END);
        }
    }

    @Override
    public void failed(IOException cause) {
        failure = cause;
        LoopPromise<ByteBuffer> told = waiting;
        waiting = null;
        if (told != null) {
            told.completeExceptionally(cause);
        }
    }

    /** False when nobody waits, or no longer. */
    private boolean tell(ByteBuffer piece) {
        LoopPromise<ByteBuffer> told = waiting;
        waiting = null;
        return told != null && told.complete(piece);
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
