// SPDX-License-Identifier: Apache-2.0
/**
 * One turn of the loop, and everything that is scheduled in it. Pure Java: knows the kernel as something that can be
 * polled and woken, and no descriptor.
 */
package io.jvloop.loop;
