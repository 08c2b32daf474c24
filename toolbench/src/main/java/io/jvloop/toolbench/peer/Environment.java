// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The environment of what is measured and of the loads: that of this process, without what would change what is measured. What a peer
 * is to have its own command sets, by env(1).
 */
public final class Environment {
    private static final Set<String> NAMES = Set.of(
            "JVLOOP_BACKEND",
            "JVLOOP_DEBUG",
            "CLASSPATH",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "GODEBUG",
            "GOGC",
            "GOMAXPROCS",
            "GOMEMLIMIT",
            "GLIBC_TUNABLES",
            "LIBEV_FLAGS");

    /** Of interpreters, allocators and the loader of programs; and of the packages that can do without their compiled parts. */
    private static final List<String> PREFIXES = List.of(
            "NODE_",
            "UV_",
            "PYTHON",
            "GEVENT",
            "TORNADO_",
            "UVICORN_",
            "AIOHTTP_",
            "FROZENLIST_",
            "MULTIDICT_",
            "PROPCACHE_",
            "YARL_",
            "TOKIO_",
            "MALLOC_",
            "LD_");

    /** Where libraries are: without it a program may not start. */
    private static final String LIBRARIES = "LD_LIBRARY_PATH";

    private Environment() {}

    /** Takes away what would change what is measured. */
    public static ProcessBuilder clean(ProcessBuilder builder) {
        clean(builder.environment());
        return builder;
    }

    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(Environment::changesWhatIsMeasured);
    }

    private static boolean changesWhatIsMeasured(String name) {
        return NAMES.contains(name)
                || (!name.equals(LIBRARIES) && PREFIXES.stream().anyMatch(name::startsWith));
    }
}
