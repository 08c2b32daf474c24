// SPDX-License-Identifier: Apache-2.0
/** Measures servers on jvloop beside their peers: {@code ./jvloop bench}. */
@org.jspecify.annotations.NullMarked
module io.jvloop.toolbench {
    requires io.jvloop.cli;
    requires io.jvloop.httptools;
    requires HdrHistogram; // has no name of its own as a module: that of its file
    requires com.google.gson;
    requires static org.jspecify;

    exports io.jvloop.toolbench.parser;

    opens io.jvloop.toolbench.command to
            com.google.gson;
    opens io.jvloop.toolbench.host to
            com.google.gson;
    opens io.jvloop.toolbench.measure to
            com.google.gson;
    opens io.jvloop.toolbench.peer to
            com.google.gson;
    opens io.jvloop.toolbench.report to
            com.google.gson;
    opens io.jvloop.toolbench.result to
            com.google.gson;
}
