// SPDX-License-Identifier: Apache-2.0
/**
 * The loop itself: {@link io.jvloop.engine.Engine} puts the kernel, the turn and the network together behind {@link
 * io.jvloop.EventLoop}. The only package that knows them all.
 */
package io.jvloop.engine;
