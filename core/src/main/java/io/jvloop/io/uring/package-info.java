// SPDX-License-Identifier: Apache-2.0
/**
 * The contract on io_uring(7): one system call a turn, streaming accepts and receives, memory that the kernel picks from a
 * ring of buffers. Every feature is probed, and what is missing is done in the next best way.
 */
package io.jvloop.io.uring;
