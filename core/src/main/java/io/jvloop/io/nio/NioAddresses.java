// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.UnixAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Addresses as the JDK has them. */
final class NioAddresses {
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private NioAddresses() {}

    static SocketAddress toJdk(SocketAddress address) {
        if (!(address instanceof UnixAddress unix)) {
            return address;
        }
        if (unix.isAbstract()) {
            throw new UnsupportedOperationException(
                    "the nio backend has no abstract names of UNIX sockets, such as " + unix + ": the JDK has none");
        }
        return UnixDomainSocketAddress.of(unix.path());
    }

    static @Nullable SocketAddress fromJdk(@Nullable SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix
                ? UnixAddress.ofBytes(unix.getPath().toString().getBytes(FILE_NAMES))
                : address;
    }

    /** Of the socket for it, which there is where this system has that family. INET6 is both on a system that has both. */
    static StandardProtocolFamily familyOf(SocketAddress address) {
        if (address instanceof UnixAddress) {
            return StandardProtocolFamily.UNIX;
        }
        return ((InetSocketAddress) address).getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }
}
