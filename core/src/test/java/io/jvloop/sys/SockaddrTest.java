// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockaddrTest {
    private final Sockaddr address = new Sockaddr(Arena.ofAuto());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "2001:db8::ff00:42:8329"})
    void whatIsWrittenIsReadAgain(String host) {
        for (int port : new int[] {0, 1, 80, 32768, 65535}) {
            InetSocketAddress written = new InetSocketAddress(InetAddress.ofLiteral(host), port);
            assertEquals(written, address.set(written).inet());
        }
    }

    @Test
    void theZoneOfAnIpv6AddressIsKept() throws Exception {
        byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
        InetSocketAddress written = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 80);
        InetSocketAddress read = address.set(written).inet();
        assertEquals(7, ((Inet6Address) read.getAddress()).getScopeId());
    }

    @Test
    void aPathCountsItsClosingNulAndAnAbstractNameDoesNot() {
        byte[] path = "/tmp/x".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(path, address.setUnix(path).unix());
        assertEquals(2 + path.length + 1, address.length());

        byte[] name = "\0name\0with nuls".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(name, address.setUnix(name).unix());
        assertEquals(2 + name.length, address.length());
    }

    @Test
    void anUnnamedSocketHasNoBytes() {
        assertArrayEquals(new byte[0], address.setUnix(new byte[0]).unix());
        assertEquals(2, address.length());
    }
}
