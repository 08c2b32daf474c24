// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvloop.Backend;
import io.jvloop.Server;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.sim.SimIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import io.jvloop.testkit.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handler may close the server whose failure it is told of. */
class ClosedOnFailureTest {
    @Test
    void aServerThatIsClosedBecauseAcceptingFailedDoesNotTryAgain() throws Exception {
        SimNetwork network = new SimNetwork(1, Faults.NONE.with(Fault.FAILED_ACCEPT, 1));
        Kernel kernel = new Kernel(
                "sim",
                Backend.EPOLL,
                SocketKind.TCP,
                1L,
                () -> new Kernel.Opened(
                        SimParts.of(network, new SimIo(network)), new SimWorld(network), network.trace()::length));
        try (Rig rig = new Rig(kernel)) {
            var serving = rig.serve(RecordingProtocol::new);
            Server server = serving.server();
            List<String> said = new ArrayList<>();
            rig.loop().setExceptionHandler((_, context) -> {
                said.add(context.message());
                server.close();
            });
            Peer peer = serving.connect();
            rig.runUntil(() -> !said.isEmpty());
            boolean[] over = new boolean[1];
            rig.loop().callLater(Duration.ofSeconds(3), () -> over[0] = true);
            rig.runUntil(() -> over[0]);
            assertEquals(1, said.size(), said.toString());
            peer.close();
        }
    }
}
