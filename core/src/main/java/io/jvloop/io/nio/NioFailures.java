// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.Result;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.NotYetConnectedException;
import java.util.Locale;
import java.util.Map;

/** From the JDK's exceptions, which have messages and no numbers, to the contract's errors. */
final class NioFailures {
    private static final Map<String, IoError> BY_MESSAGE = Map.ofEntries(
            Map.entry("in use", IoError.ADDRESS_IN_USE),
            Map.entry("cannot assign", IoError.ADDRESS_NOT_AVAILABLE),
            Map.entry("can't assign", IoError.ADDRESS_NOT_AVAILABLE),
            Map.entry("permission denied", IoError.PERMISSION_DENIED),
            Map.entry("path too long", IoError.PATH_TOO_LONG), // the JDK's limit is a byte less than Linux'
            Map.entry("no such file", IoError.NO_SUCH_FILE),
            Map.entry("refused", IoError.CONNECTION_REFUSED),
            Map.entry("reset", IoError.CONNECTION_RESET),
            Map.entry("aborted", IoError.CONNECTION_ABORTED),
            Map.entry("broken pipe", IoError.BROKEN_PIPE),
            Map.entry("not connected", IoError.NOT_CONNECTED),
            Map.entry("timed out", IoError.TIMED_OUT),
            Map.entry("network is unreachable", IoError.NETWORK_UNREACHABLE),
            Map.entry("no route", IoError.HOST_UNREACHABLE),
            Map.entry("too many open files", IoError.OUT_OF_DESCRIPTORS),
            Map.entry("no buffer space", IoError.OUT_OF_MEMORY),
            Map.entry("cannot allocate", IoError.OUT_OF_MEMORY),
            Map.entry("temporarily unavailable", IoError.WOULD_BLOCK));

    private NioFailures() {}

    static int result(Exception failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, IoError> known : BY_MESSAGE.entrySet()) {
            if (message.contains(known.getKey())) {
                return Result.of(known.getValue(), 0);
            }
        }
        return Result.of(byType(failure), 0);
    }

    private static IoError byType(Exception failure) {
        return switch (failure) {
            case BindException _ -> IoError.ADDRESS_NOT_AVAILABLE;
            case NoRouteToHostException _ -> IoError.HOST_UNREACHABLE;
            case ConnectException _ -> IoError.CONNECTION_REFUSED;
            case NotYetConnectedException _ -> IoError.NOT_CONNECTED;
            case UnsupportedOperationException _ -> IoError.ADDRESS_FAMILY_NOT_SUPPORTED;
            default -> IoError.OTHER;
        };
    }

    static IoFailure opening(Exception failure) {
        return new IoFailure(result(failure), failure);
    }
}
