// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;

/** What blocks or computes for long goes to other threads, and the loop goes on meanwhile. */
class OffTheLoop {
    static void main() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            loop.callLater(Duration.ofMillis(1), () -> System.out.println("the loop goes on"));
            BigInteger prime = loop.runUntilComplete(loop.runInExecutor(() -> {
                Thread.sleep(50); // may block
                return BigInteger.probablePrime(512, new Random());
            }));
            System.out.println("a prime of " + prime.bitLength() + " bits");
        }
    }
}
