// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * One socket address in C's memory: struct sockaddr_in, sockaddr_in6 or sockaddr_un (ip(7), ipv6(7), unix(7)), with the
 * socklen_t that goes with it. Memory: of the arena that it was made in.
 */
public final class Sockaddr {
    static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    static final StructLayout IN = structLayout(
            JAVA_SHORT.withName("sin_family"),
            PORT.withName("sin_port"),
            sequenceLayout(4, JAVA_BYTE).withName("sin_addr"),
            sequenceLayout(8, JAVA_BYTE).withName("sin_zero"));
    static final StructLayout IN6 = structLayout(
            JAVA_SHORT.withName("sin6_family"),
            PORT.withName("sin6_port"),
            JAVA_INT.withName("sin6_flowinfo"),
            sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
            JAVA_INT.withName("sin6_scope_id"));
    static final StructLayout UN = structLayout(
            JAVA_SHORT.withName("sun_family"), sequenceLayout(108, JAVA_BYTE).withName("sun_path"));

    private static final int CAPACITY = 128;
    private static final long SIN_PORT = IN.byteOffset(groupElement("sin_port"));
    private static final long SIN_ADDR = IN.byteOffset(groupElement("sin_addr"));
    private static final long SIN6_ADDR = IN6.byteOffset(groupElement("sin6_addr"));
    private static final long SIN6_SCOPE = IN6.byteOffset(groupElement("sin6_scope_id"));
    private static final int SUN_PATH = (int) UN.byteOffset(groupElement("sun_path"));

    private final MemorySegment memory;
    private final MemorySegment length;

    public Sockaddr(Arena arena) {
        memory = arena.allocate(CAPACITY, 8);
        length = arena.allocate(JAVA_INT);
    }

    /** The memory, for C. */
    public MemorySegment memory() {
        return memory;
    }

    /** The socklen_t, for C. */
    public MemorySegment lengthMemory() {
        return length;
    }

    public int length() {
        return length.get(JAVA_INT, 0);
    }

    /** Makes room for an address that C is about to write. */
    public Sockaddr expect() {
        memory.set(JAVA_SHORT, 0, (short) 0);
        length.set(JAVA_INT, 0, CAPACITY);
        return this;
    }

    public int family() {
        return memory.get(JAVA_SHORT, 0);
    }

    /** An internet address. */
    public Sockaddr set(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        memory.fill((byte) 0);
        memory.set(PORT, SIN_PORT, (short) address.getPort());
        byte[] bytes = host.getAddress();
        if (host instanceof Inet6Address v6) {
            memory.set(JAVA_SHORT, 0, (short) Libc.AF_INET6);
            MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SIN6_ADDR, bytes.length);
            memory.set(JAVA_INT, SIN6_SCOPE, v6.getScopeId());
            length.set(JAVA_INT, 0, (int) IN6.byteSize());
        } else {
            memory.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
            MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SIN_ADDR, bytes.length);
            length.set(JAVA_INT, 0, (int) IN.byteSize());
        }
        return this;
    }

    /** A UNIX address: the bytes of sun_path, at most 108 of them. */
    public Sockaddr setUnix(byte[] path) {
        memory.fill((byte) 0);
        memory.set(JAVA_SHORT, 0, (short) Libc.AF_UNIX);
        MemorySegment.copy(path, 0, memory, JAVA_BYTE, SUN_PATH, path.length);
        // a path counts its closing NUL, an abstract name has none (unix(7))
        boolean isPath = path.length > 0 && path[0] != 0;
        length.set(JAVA_INT, 0, SUN_PATH + path.length + (isPath && path.length < 108 ? 1 : 0));
        return this;
    }

    /** The internet address that C wrote. */
    public InetSocketAddress inet() {
        int port = Short.toUnsignedInt(memory.get(PORT, SIN_PORT));
        try {
            if (family() == Libc.AF_INET) {
                return new InetSocketAddress(InetAddress.getByAddress(bytes(SIN_ADDR, 4)), port);
            }
            byte[] host = bytes(SIN6_ADDR, 16);
            int scope = memory.get(JAVA_INT, SIN6_SCOPE);
            InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException bug) {
            throw new AssertionError(bug);
        }
    }

    /** The bytes of sun_path that C wrote: none when the socket has no name. */
    public byte[] unix() {
        int count = Math.max(0, Math.min(length(), (int) UN.byteSize()) - SUN_PATH);
        byte[] path = bytes(SUN_PATH, count);
        if (count > 0 && path[0] != 0) {
            int end = 0;
            while (end < count && path[end] != 0) {
                end++;
            }
            return java.util.Arrays.copyOf(path, end);
        }
        return path;
    }

    private byte[] bytes(long offset, int count) {
        byte[] bytes = new byte[count];
        MemorySegment.copy(memory, JAVA_BYTE, offset, bytes, 0, count);
        return bytes;
    }
}
