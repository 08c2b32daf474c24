// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held while something is built in a folder; others wait, in this process and in others. The kernel frees it if its owner dies. */
final class FolderLock implements AutoCloseable {
    /** The kernel's locks belong to a process: its own threads need another. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /** Waits for it; says so if it has to. */
    static FolderLock of(Path folder, Runnable waits) throws IOException {
        Files.createDirectories(folder.getParent());
        IN_THIS_PROCESS.lock();
        try {
            FileChannel file = FileChannel.open(
                    folder.resolveSibling(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                FileLock lock = file.tryLock();
                if (lock == null) {
                    waits.run();
                    file.lock();
                }
                return new FolderLock(file);
            } catch (IOException failure) {
                file.close();
                throw failure;
            }
        } catch (IOException failure) {
            IN_THIS_PROCESS.unlock();
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }
}
