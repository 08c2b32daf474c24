// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Result;
import io.jvloop.sys.Libc;
import io.jvloop.sys.Platform;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Sockets that no address of the loop's can name. */
class FdSocketsTest {
    private static final int AF_VSOCK = 40;

    /** VMADDR_CID_ANY and VMADDR_PORT_ANY (vsock(7)). */
    private static final int ANY = -1;

    @Test
    void aListeningSocketOfAnUnknownFamilyIsRefusedAndStaysOpen() {
        assumeTrue(Platform.unsupported() == null, "not run: descriptors (not a system that they are for)");
        try (Native c = new Native()) {
            int fd = Libc.socket(c.errno(), AF_VSOCK, Libc.SOCK_STREAM, 0);
            assumeTrue(fd >= 0, "not run: this system has no AF_VSOCK");
            MemorySegment address = c.arena().allocate(16, 8); // struct sockaddr_vm
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_VSOCK);
            address.set(ValueLayout.JAVA_INT, 4, ANY);
            address.set(ValueLayout.JAVA_INT, 8, ANY);
            assertEquals(0, Libc.bind(c.errno(), fd, address, 16));
            ListenOptions options = new ListenOptions(5, false, false, false, false, false);
            IoFailure refused = assertThrows(IoFailure.class, () -> new FdSockets(c).adoptListener(fd, options));
            assertEquals(IoError.ADDRESS_FAMILY_NOT_SUPPORTED, Result.error(refused.result()));
            assertEquals(0, Libc.close(c.errno(), fd), "still open");
        }
    }
}
