// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.cli.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedFileTest {
    @Test
    void aReadOnlyFileSystemIsNamed() throws Exception {
        Path folder = Path.of("/sys/kernel");
        assumeTrue(
                Files.isDirectory(folder) && Files.getFileStore(folder).isReadOnly(),
                "not run: no file system that is known to be read-only");
        BadInput wrong = assertThrows(BadInput.class, () -> NamedFile.toWrite("--json", folder + "/x.json"));
        assertEquals(
                "--json /sys/kernel/x.json: cannot be written: it is on a read-only file system", wrong.getMessage());
    }
}
