// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * Whether a backend can be had here.
 *
 * @param backend which one
 * @param available whether a loop can run on it
 * @param detail what of it would be used, or the reason why it cannot be had
 */
public record BackendStatus(Backend backend, boolean available, String detail) {}
