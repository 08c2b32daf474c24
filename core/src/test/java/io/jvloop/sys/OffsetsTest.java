// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares every layout with what a C compiler makes of the system's headers. */
class OffsetsTest {
    private static final Map<String, GroupLayout> STRUCTS = new LinkedHashMap<>();

    static {
        STRUCTS.put("struct epoll_event", EpollEvent.LAYOUT);
        STRUCTS.put("struct timespec", Timespec.LAYOUT);
        STRUCTS.put("struct iovec", Iovec.LAYOUT);
        STRUCTS.put("struct msghdr", Iovec.MSGHDR);
        STRUCTS.put("struct sockaddr_in", Sockaddr.IN);
        STRUCTS.put("struct sockaddr_in6", Sockaddr.IN6);
        STRUCTS.put("struct sockaddr_un", Sockaddr.UN);
        STRUCTS.put("struct io_uring_params", UringParams.LAYOUT);
        STRUCTS.put("struct io_uring_sqe", UringSqe.LAYOUT);
        STRUCTS.put("struct io_uring_cqe", UringCqe.LAYOUT);
        STRUCTS.put("struct io_uring_buf", UringBuf.LAYOUT);
        STRUCTS.put("struct io_uring_buf_reg", IoUring.BUF_REG);
        STRUCTS.put("struct io_uring_getevents_arg", IoUring.GETEVENTS_ARG);
        STRUCTS.put("struct io_uring_probe", IoUring.PROBE);
        STRUCTS.put("struct io_uring_probe_op", IoUring.PROBE_OP);
    }

    /** Members whose names newer or older headers spell in another way, or that are unions in C. */
    private static final List<String> SAME_PLACE_OTHER_NAME = List.of(
            "struct io_uring_getevents_arg.min_wait_usec",
            "struct io_uring_sqe.__pad2",
            "struct io_uring_buf_reg.flags");

    @TempDir
    Path folder;

    @Test
    void everyLayoutIsWhatTheCompilerMakesOfTheHeaders() throws Exception {
        assumeTrue(Platform.unsupported() == null, "not run: struct layouts (not a system that they are for)");
        assumeTrue(hasCompiler(), "not run: struct layouts (no C compiler: cc)");
        StringBuilder expected = new StringBuilder();
        StringBuilder program = new StringBuilder("""
                #define _GNU_SOURCE
                #include <stddef.h>
                #include <stdio.h>
                #include <time.h>
                #include <netinet/in.h>
                #include <sys/epoll.h>
                #include <sys/socket.h>
                #include <sys/uio.h>
                #include <sys/un.h>
                #include <linux/io_uring.h>
                int main(void) {
                """);
        STRUCTS.forEach((name, layout) -> {
            expected.append(name).append(' ').append(layout.byteSize()).append('\n');
            program.append("printf(\"%s %zu\\n\", \"")
                    .append(name)
                    .append("\", sizeof(")
                    .append(name)
                    .append("));\n");
            for (MemoryLayout member : layout.memberLayouts()) {
                String field = member.name().orElse(null);
                if (field == null || SAME_PLACE_OTHER_NAME.contains(name + "." + field)) {
                    continue;
                }
                long offset = layout.byteOffset(groupElement(field));
                expected.append(name)
                        .append('.')
                        .append(field)
                        .append(' ')
                        .append(offset)
                        .append('\n');
                program.append("printf(\"%s %zu\\n\", \"")
                        .append(name)
                        .append('.')
                        .append(field)
                        .append("\", offsetof(")
                        .append(name)
                        .append(", ")
                        .append(field)
                        .append("));\n");
            }
        });
        program.append("}\n");
        assertEquals(expected.toString(), compileAndRun(program.toString()));
    }

    private static boolean hasCompiler() {
        try {
            return new ProcessBuilder("cc", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private String compileAndRun(String program) throws Exception {
        Path source = Files.writeString(folder.resolve("offsets.c"), program);
        Path binary = folder.resolve("offsets");
        run("cc", "-o", binary.toString(), source.toString());
        return run(binary.toString());
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
