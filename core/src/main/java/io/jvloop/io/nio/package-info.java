// SPDX-License-Identifier: Apache-2.0
/** The contract on the JDK's own selectors: every system, and no native access. */
package io.jvloop.io.nio;
