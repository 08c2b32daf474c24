// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The address of a UNIX socket: a path in the file system, a name in Linux' abstract namespace, or none at all
 * (unix(7)). The JDK's {@link java.net.UnixDomainSocketAddress} knows the first and the last only.
 */
public final class UnixAddress extends SocketAddress {
    /**
     * What a path may take at most, in bytes: {@code sun_path} less its closing NUL. The JDK, and so the NIO backend, takes one
     * byte less, and says so when it listens or connects.
     */
    public static final int PATH_BYTES_MAX = 107;

    /** The address of a socket that was never bound, as most clients' are. */
    public static final UnixAddress UNNAMED = new UnixAddress(new byte[0]);

    private static final long serialVersionUID = 1L;
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final byte[] name;

    private UnixAddress(byte[] name) {
        this.name = name;
    }

    /**
     * A socket in the file system. The path's bytes are those of the JVM's encoding of file names ({@code sun.jnu.encoding}),
     * UTF-8 in a UTF-8 locale.
     *
     * @throws IllegalArgumentException when the path is empty, takes more than {@link #PATH_BYTES_MAX} bytes, or has
     *     characters that file names of this JVM cannot have
     */
    public static UnixAddress of(Path path) {
        return checked(encoded(path.toString(), FILE_NAMES), path.toString());
    }

    /**
     * As in asyncio: a path, or an abstract name when it starts with a NUL.
     *
     * @throws IllegalArgumentException when it is empty, takes more than {@link #PATH_BYTES_MAX} bytes, is a path with
     *     a NUL in it, or one with characters that file names of this JVM cannot have
     */
    public static UnixAddress of(String pathOrAbstractName) {
        if (pathOrAbstractName.startsWith("\0")) {
            return ofAbstract(pathOrAbstractName.substring(1));
        }
        return checked(encoded(pathOrAbstractName, FILE_NAMES), pathOrAbstractName);
    }

    /**
     * A name in the abstract namespace, given without its leading NUL; taken as UTF-8.
     *
     * @throws IllegalArgumentException when it takes more than {@link #PATH_BYTES_MAX} bytes
     */
    public static UnixAddress ofAbstract(String name) {
        byte[] bytes = ("\0" + name).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PATH_BYTES_MAX + 1) {
            throw tooLong(name, bytes.length - 1);
        }
        return new UnixAddress(bytes);
    }

    /** From what the kernel reports: the bytes of {@code sun_path} that count, none for an unnamed socket. */
    public static UnixAddress ofBytes(byte[] sunPath) {
        return sunPath.length == 0 ? UNNAMED : new UnixAddress(sunPath.clone());
    }

    /** Never a question mark for what the encoding does not have: that would be another file. */
    static byte[] encoded(String path, Charset fileNames) {
        try {
            ByteBuffer encoded = fileNames.newEncoder().encode(CharBuffer.wrap(path));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException unmappable) {
            throw new IllegalArgumentException(
                    "the path of a UNIX socket has characters that file names of this JVM cannot have, as their encoding is "
                            + fileNames + " (start it in a UTF-8 locale, such as LC_ALL=C.UTF-8): " + path,
                    unmappable);
        }
    }

    private static UnixAddress checked(byte[] bytes, String text) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the path of a UNIX socket must not be empty");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException(
                        "the path of a UNIX socket must not contain NUL: only an abstract name" + " starts with one");
            }
        }
        if (bytes.length > PATH_BYTES_MAX) {
            throw tooLong(text, bytes.length);
        }
        return new UnixAddress(bytes);
    }

    private static IllegalArgumentException tooLong(String text, int length) {
        return new IllegalArgumentException(
                "the path of a UNIX socket may take at most " + PATH_BYTES_MAX + " bytes, not " + length + ": " + text);
    }

    /** Whether it has neither path nor name. */
    public boolean isUnnamed() {
        return name.length == 0;
    }

    /** Whether it is a name in the abstract namespace. */
    public boolean isAbstract() {
        return name.length > 0 && name[0] == 0;
    }

    /** Whether it is a path in the file system. */
    public boolean isPath() {
        return name.length > 0 && name[0] != 0;
    }

    /**
     * The path.
     *
     * @throws IllegalStateException when it has none
     */
    public Path path() {
        if (!isPath()) {
            throw new IllegalStateException("not a path: " + this);
        }
        return Path.of(new String(name, FILE_NAMES));
    }

    /** The bytes of {@code sun_path}: the path without its closing NUL, or the name with its leading one. A copy. */
    public byte[] bytes() {
        return name.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress that && Arrays.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    /** The path; an abstract name with {@code @} for its NUL, as ss(8) prints it; an unnamed one as the empty string. */
    @Override
    public String toString() {
        if (isAbstract()) {
            return "@" + new String(name, 1, name.length - 1, StandardCharsets.UTF_8);
        }
        return new String(name, FILE_NAMES);
    }
}
