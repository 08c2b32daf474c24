// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
    private static final Path ROOT = Path.of("/some/where/jvloop");
    private static final Places PLACES = new Places(ROOT, Path.of("/srv/people/ann"), "box-7", "ann");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/some/where/jvloop/build/x.json, /srv/people/ann/x | ./build/x.json, ~/x",
                "it is in /some/where/jvloop.                 | it is in ..",
                "cc -I/some/where/jvloop/x '/some/where/jvloop' | cc -I./x '.'",
                "/some/where/jvloop-2/x and /some/where/jvloop.old | …/x and …/jvloop.old",
                "--json /srv/x/y.json                         | --json …/y.json",
                "--json=/srv/x/y.json --quick                 | --json=…/y.json --quick",
                "-XX:AOTCache=/srv/a.b/x.aot -Xmx1g           | -XX:AOTCache=…/x.aot -Xmx1g",
                "-Xlog:gc:/srv/logs/gc.log                    | -Xlog:gc:…/gc.log",
                "unix:/tmp/jvloop-bench1/socket               | unix:…/socket",
                "file:///srv/x/y                              | file://…/y",
                "/usr/bin/ld: cannot find -luv (/opt/lib/)    | …/ld: cannot find -luv (…/lib)",
                "/home/somebody/bin/cc, /Users/one            | ~/bin/cc, ~",
                "/root/x /rootfs/x /mnt/root/x                | ~/x …/x …/x",
                "/1024 is answered with: HTTP/1.1 500         | /1024 is answered with: HTTP/1.1 500",
                "http://127.0.0.1:8080/1024: 3 errors         | http://127.0.0.1:8080/1024: 3 errors",
                "http://h/a/b, CPU us/request and/or ./jvloop bench ~/x ../x/y | http://h/a/b, CPU us/request and/or ./jvloop bench ~/x ../x/y",
            })
    void whatIsReadElsewhereNamesNoPlace(String text, String hidden) {
        assertEquals(hidden, PLACES.hidden(text));
    }

    @Test
    void forPeopleHerePathsStayPathsThatTheyCanUse() {
        assertEquals(
                "./x ~/x /srv/people/anna/x /srv/x/y.json /some/where/jvloop.old/z, in . on box-7",
                PLACES.shortened("/some/where/jvloop/x /srv/people/ann/x /srv/people/anna/x /srv/x/y.json"
                        + " /some/where/jvloop.old/z, in /some/where/jvloop on box-7"));
    }

    @Test
    void hostAndUserGoUnlessTheirNamesSayNothing() {
        assertEquals("by user on host, not anna on box-77", PLACES.hidden("by ann on box-7, not anna on box-77"));
        Places usual = new Places(ROOT, Path.of("/root"), "localhost", "node");
        assertEquals("node 20.1 on localhost, ~/x", usual.hidden("node 20.1 on localhost, /root/x"));
    }
}
