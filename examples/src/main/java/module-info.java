// SPDX-License-Identifier: Apache-2.0
/** One idea per file: see README.md of this folder. */
module io.jvloop.examples {
    requires com.google.gson;
    requires io.jvloop;
    requires io.jvloop.http;
}
