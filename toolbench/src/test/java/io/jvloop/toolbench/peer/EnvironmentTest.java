// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void whatWouldChangeWhatIsMeasuredIsTakenAwayAndNothingElse() {
        List<String> kept =
                List.of("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "JVLOOP_JAVA_OPTS", "GOPATH", "NODEPOOL");
        List<String> taken = List.of(
                "JVLOOP_BACKEND",
                "JAVA_TOOL_OPTIONS",
                "_JAVA_OPTIONS",
                "NODE_OPTIONS",
                "UV_THREADPOOL_SIZE",
                "GOGC",
                "PYTHONASYNCIODEBUG",
                "PYTHONMALLOC",
                "AIOHTTP_NO_EXTENSIONS",
                "TOKIO_WORKER_THREADS",
                "LD_PRELOAD",
                "MALLOC_ARENA_MAX",
                "GLIBC_TUNABLES");
        TreeMap<String, String> environment = new TreeMap<>();
        kept.forEach(name -> environment.put(name, "1"));
        taken.forEach(name -> environment.put(name, "1"));
        Environment.clean(environment);
        assertEquals(Set.copyOf(kept), environment.keySet());
    }

    @Test
    void aPeerIsStartedWithWhatIsLeft() {
        ProcessBuilder builder = new ProcessBuilder("true");
        builder.environment().put("GODEBUG", "gctrace=1");
        assertFalse(Environment.clean(builder).environment().containsKey("GODEBUG"));
    }
}
