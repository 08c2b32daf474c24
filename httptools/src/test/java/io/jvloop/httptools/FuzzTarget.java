// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What Jazzer is let loose on, and what it begins with: the transcripts, and what it has found before. */
enum FuzzTarget {
    CUTS(CutsFuzz.class, CutsFuzz::fuzzerTestOneInput, CutsFuzz.HEAD),
    REWRITING(RewritingFuzz.class, RewritingFuzz::fuzzerTestOneInput, RewritingFuzz.HEAD),
    URL(UrlFuzz.class, UrlFuzz::fuzzerTestOneInput, 1);

    private static final Path FINDINGS = Path.of("src/test/fuzz/findings");
    private static final List<String> URLS = List.of(
            "http://a:b@host.com:8080/p/a/t/h?query=string#hash",
            "http://[fe80::a%25eth0]:65535/",
            "http://1.2.3.4?a",
            "/a/b?c#d",
            "//a",
            "*",
            "hostname:443",
            "[1:2::3:4]:443");

    final Class<?> target;

    @SuppressWarnings("ImmutableEnumChecker") // method references
    private final Consumer<byte[]> method;

    private final int head;

    FuzzTarget(Class<?> target, Consumer<byte[]> method, int head) {
        this.target = target;
        this.method = method;
        this.head = head;
    }

    void run(byte[] input) {
        method.accept(input);
    }

    /** What was found once, by name; kept so that it stays mended. */
    List<Path> findings() throws IOException {
        Path folder = FINDINGS.resolve(toString());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** What to begin with: all that there is to reach by changing something in it. */
    List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path finding : findings()) {
            seeds.add(Files.readAllBytes(finding));
        }
        if (this == URL) {
            for (String url : URLS) {
                seeds.add(seed(url.endsWith(":443"), 0, Ascii.bytes(url)));
            }
            return seeds;
        }
        for (Transcript t : TranscriptTest.transcripts()) {
            if (t.bytes().length < 600) {
                seeds.add(seed(!t.request(), t.options().bits(), t.bytes()));
            }
        }
        return seeds;
    }

    private byte[] seed(boolean odd, int leniencies, byte[] input) {
        ByteBuffer seed = ByteBuffer.allocate(head + input.length);
        seed.put((byte) (odd ? 1 : 0));
        if (head > 1) {
            seed.put((byte) leniencies).put((byte) (leniencies >> 8)).put((byte) 4);
        }
        return seed.put(input).array();
    }

    /** Its name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
