// SPDX-License-Identifier: Apache-2.0
/**
 * Connections as straight-line code: a task reads and writes, and its loop goes on (asyncio's streams). Start at {@link
 * io.jvloop.stream.Streams}.
 */
package io.jvloop.stream;
