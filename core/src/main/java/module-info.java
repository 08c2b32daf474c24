// SPDX-License-Identifier: Apache-2.0
/** The loop. */
@org.jspecify.annotations.NullMarked
module io.jvloop {
    requires static transitive org.jspecify;

    exports io.jvloop;
}
