// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedFileTest {
    @Test
    void aReadOnlyFileSystemIsNamed() {
        Path inTheJdk = Path.of(URI.create("jrt:/java.base/x.json"));
        assertEquals("it is on a read-only file system", NamedFile.whyNot(inTheJdk));
    }
}
