// SPDX-License-Identifier: Apache-2.0
/** What {@code ./jvloop} does besides building: servers to try, what this system has, what the tests said. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the toolbench is built after it
module io.jvloop.cli {
    requires io.jvloop;
    requires io.jvloop.http;
    requires io.jvloop.httptools;
    requires static io.jvloop.testkit; // the simulation alone needs it
    requires static java.xml; // the summary of tests alone reads XML, and servers start faster without
    requires static org.jspecify;

    exports io.jvloop.cli to
            io.jvloop.toolbench; // how words are read and failures said
}
