// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Held while something is measured: two at a time would measure each other, and write over each other's results. The kernel gives it
 * back when its owner has died.
 */
public record Alone(FileChannel file) implements AutoCloseable {
    /**
     * In this toolbench's folder of what is built, which is made if there is none.
     *
     * @throws Failed while another one measures there
     */
    public static Alone in(Toolbench toolbench) throws Failed {
        toolbench.prepareFolder();
        try {
            FileChannel file = FileChannel.open(
                    toolbench.build().resolve("measuring.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(file)) {
                file.close();
                throw new Failed(
                        "another bench measures here, and two at a time would take the processor from each other:"
                                + " wait for it, or stop it");
            }
            return new Alone(file);
        } catch (IOException failure) {
            throw new Failed("no lock in the folder of what is built: " + failure.getMessage());
        }
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException byThisProcess) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException freedAtTheEnd) {
            // of this process
        }
    }
}
