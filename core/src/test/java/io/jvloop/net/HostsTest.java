// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** From hosts to addresses; numeric ones need neither a loop nor a resolver. */
class HostsTest {
    private static List<String> resolved(String... hosts) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        new Hosts(null, null)
                .resolve(List.of(hosts), 80, null, (found, _) -> addresses.addAll(Objects.requireNonNull(found)));
        return addresses.stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
    }

    @Test
    void theSameAddressInTwoZonesIsTwoAddresses() {
        assertEquals(
                List.of("fe80:0:0:0:0:0:0:1%1", "fe80:0:0:0:0:0:0:1%2"),
                resolved("fe80::1%1", "fe80::1%2", "[fe80::1%1]", "fe80::1%2"));
    }

    @Test
    void anAddressThatIsWrittenInTwoWaysIsOne() {
        assertEquals(List.of("0:0:0:0:0:0:0:1", "127.0.0.1"), resolved("::1", "127.0.0.1", "[0::0:1]", "127.0.0.1"));
    }
}
