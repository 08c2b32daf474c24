// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Is told about a request's body as it comes: {@code data*}, then {@code complete} or {@code failed}. On the loop.
 *
 * <p>What it throws counts as thrown by the handler.
 */
public interface BodyReceiver {
    /**
     * Some bytes of the body, at least one.
     *
     * @param data <b>valid only until this method returns</b>; passing it to {@link HttpResponse#write} is fine
     */
    void data(ByteBuffer data) throws Exception;

    /** The body is complete. */
    void complete() throws Exception;

    /**
     * The rest of the body will not come: the client is gone, sent something that is not allowed, or the response was
     * finished before. If it can still be answered, the server does that: unless it was finished, the response is aborted
     * already, and sends nothing any more.
     */
    default void failed(IOException cause) throws Exception {}
}
