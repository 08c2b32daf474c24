// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** Whose memory a stream receives into. */
public enum ReceiveMode {
    /** The backend's: {@link Receiver#received}. */
    BACKEND_MEMORY,
    /** The receiver's: {@link Receiver#target} and {@link Receiver#receivedIntoTarget}. */
    OWN_MEMORY
}
