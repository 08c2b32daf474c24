// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.Map;

/**
 * Where it was measured, and what of jvloop. Nothing in it names a host, a person or a path.
 *
 * @param serverCore that servers were pinned to; -1 if they were not pinned
 * @param clientCore that the load was pinned to; -1 if it was not
 * @param environment variables that change what is measured
 */
public record Machine(
        String cpu,
        int cores,
        long memoryBytes,
        String kernel,
        String jdk,
        String commit,
        int serverCore,
        int clientCore,
        Map<String, String> environment) {}
