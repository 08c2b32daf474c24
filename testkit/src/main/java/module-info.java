// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of event loops need: a rig that runs one test on every backend and audits what is left, a fake kernel in which
 * one seed decides everything, a clock that stands still, a transport that is not there.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the one that the workload is shown to is built after it
module io.jvloop.testkit {
    requires transitive io.jvloop;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.jvloop.testkit;
    exports io.jvloop.testkit.workload to
            io.jvloop.cli;
}
