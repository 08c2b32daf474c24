// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.UnixAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of UNIX sockets. */
final class UnixFiles {
    private UnixFiles() {}

    /**
     * Removes what an earlier server has left behind, if it is a socket: as in asyncio, also one that somebody still listens
     * on.
     *
     * @return whether there was one, and it is gone
     */
    static boolean removeSocketFile(UnixAddress address) {
        if (!address.isPath()) {
            return false;
        }
        Path path = address.path();
        try {
            boolean isOther = Files.readAttributes(
                            path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
            if (isOther && isSocket(path)) {
                Files.delete(path);
                return true;
            }
            return false;
        } catch (IOException nothingToRemove) {
            return false; // what binding has said is what is wrong
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        try {
            int type = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0xf000;
            return type == 0xc000; // S_IFSOCK, inode(7)
        } catch (UnsupportedOperationException notUnix) {
            return true;
        }
    }

    /** What a file is, whatever its name: so that a successor's is not taken for one's own. Null when there is none. */
    static @Nullable Object identity(UnixAddress address) {
        if (!address.isPath()) {
            return null;
        }
        try {
            return Files.readAttributes(
                            address.path(),
                            java.nio.file.attribute.BasicFileAttributes.class,
                            LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /** Removes the file if it is still the one of this identity. */
    static void remove(UnixAddress address, Object identity) {
        if (identity.equals(identity(address))) {
            try {
                Files.delete(address.path());
            } catch (NoSuchFileException gone) {
                // somebody was faster
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot remove the socket file " + address, failure);
            }
        }
    }
}
