// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import java.io.IOException;

/** Connects to an IPv6 address, in a JVM that has none: a program of {@link ConnectingTest}. */
final class WithoutIpv6 {
    private WithoutIpv6() {}

    public static void main(String[] arguments) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO))) {
            loop.runUntilComplete(loop.createConnection(() -> (Protocol) _ -> {}, "::1", 9));
        } catch (IOException refused) {
            System.out.println(refused.getMessage());
        }
        System.out.println("closed");
    }
}
