// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

/** One size of message, in bytes, and one number of connections. */
record Cell(int size, int connections) {
    @Override
    public String toString() {
        String bytes = size % 1024 == 0 ? size / 1024 + " KiB" : size + " bytes";
        return bytes + " x " + connections;
    }
}
