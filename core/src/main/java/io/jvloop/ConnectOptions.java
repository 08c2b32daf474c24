// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How {@link EventLoop#createConnection} connects.
 *
 * @param localAddress where to connect from, null for the system's choice. Its host may be a name: it is resolved, and
 *     the first address of the remote one's family is taken
 * @param family only addresses of this family, null for both
 * @param happyEyeballsDelay start on the next address when the one before has not answered for this long, and race them
 *     (RFC 8305; its value is 250 ms); null waits for each address to fail before the next is tried
 * @param noDelay {@code TCP_NODELAY}
 * @param keepAlive {@code SO_KEEPALIVE}
 */
public record ConnectOptions(
        @Nullable InetSocketAddress localAddress,
        @Nullable StandardProtocolFamily family,
        @Nullable Duration happyEyeballsDelay,
        boolean noDelay,
        boolean keepAlive) {
    /** Any local address, any family, one after the other, {@code TCP_NODELAY} on, {@code SO_KEEPALIVE} off. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, null, null, true, false);

    /** Checks what can be checked without a network. */
    public ConnectOptions {
        ServerOptions.checkFamily(family);
        if (happyEyeballsDelay != null && happyEyeballsDelay.isNegative()) {
            throw new IllegalArgumentException("happyEyeballsDelay " + happyEyeballsDelay + " is negative");
        }
    }

    /** From this local address. */
    public ConnectOptions withLocalAddress(@Nullable InetSocketAddress value) {
        return new ConnectOptions(value, family, happyEyeballsDelay, noDelay, keepAlive);
    }

    /** Only to addresses of this family. */
    public ConnectOptions withFamily(@Nullable StandardProtocolFamily value) {
        return new ConnectOptions(localAddress, value, happyEyeballsDelay, noDelay, keepAlive);
    }

    /** With addresses raced, each this much later than the one before. */
    public ConnectOptions withHappyEyeballsDelay(@Nullable Duration value) {
        return new ConnectOptions(localAddress, family, value, noDelay, keepAlive);
    }

    /** With {@code TCP_NODELAY} or without. */
    public ConnectOptions withNoDelay(boolean value) {
        return new ConnectOptions(localAddress, family, happyEyeballsDelay, value, keepAlive);
    }

    /** With {@code SO_KEEPALIVE} or without. */
    public ConnectOptions withKeepAlive(boolean value) {
        return new ConnectOptions(localAddress, family, happyEyeballsDelay, noDelay, value);
    }
}
