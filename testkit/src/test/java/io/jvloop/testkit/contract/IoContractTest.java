// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Capability;
import io.jvloop.io.IoError;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import io.jvloop.io.Target;
import io.jvloop.io.WaitHook;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.Kernels;
import io.jvloop.testkit.rig.World;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract itself, sentence by sentence, on every kernel: what the consumers need that no transport of the core's uses
 * (receives and sends on the caller's own memory, cancels, hooks), and what a close promises.
 */
class IoContractTest {
    private static final List<SocketKind> KINDS = List.of(SocketKind.TCP, SocketKind.UNIX);
    private static final ListenOptions LISTEN = new ListenOptions(16, true, false, false, true, false);

    /** Those on which another thread can be quicker or slower. */
    static Stream<Kernel> realKernels() {
        return Kernels.real(KINDS).stream();
    }

    static Stream<Kernel> realTcpKernels() {
        return Kernels.real(List.of(SocketKind.TCP)).stream();
    }

    static Stream<Kernel> kernels() {
        List<Long> seeds = LongStream.range(0, 24).boxed().toList();
        return Stream.concat(realKernels(), Kernels.simulated(KINDS, seeds).stream());
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    // ---- receive into my memory

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aReceivePutsBytesWhereTheCallerSaidAndNowhereElse(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            MemorySegment memory = bench.memory(64).fill((byte) 0x77);
            int[] count = {-1};
            bench.stream.receive(memory, 10, 4, result -> count[0] = result);
            bench.peer.send("abcdefgh");
            bench.until(() -> count[0] >= 0);
            assertTrue(count[0] >= 1 && count[0] <= 4, "" + count[0]);
            byte[] all = memory.toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(
                    Arrays.copyOf(new byte[] {'a', 'b', 'c', 'd'}, count[0]),
                    Arrays.copyOfRange(all, 10, 10 + count[0]));
            for (int i = 0; i < all.length; i++) {
                assertTrue((i >= 10 && i < 10 + count[0]) || all[i] == 0x77, "byte " + i);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void receivesOneAfterTheOtherLoseNothingAndEndWithZero(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            byte[] bytes = random(200_000);
            bench.peer.send(bytes);
            bench.peer.shutdownOutput();
            MemorySegment memory = bench.memory(7000);
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            int[] last = {1};
            while (last[0] > 0) {
                last[0] = Integer.MIN_VALUE;
                bench.stream.receive(memory, 0, 7000, result -> last[0] = result);
                bench.until(() -> last[0] != Integer.MIN_VALUE);
                for (int i = 0; i < last[0]; i++) {
                    received.write(memory.get(ValueLayout.JAVA_BYTE, i));
                }
            }
            assertEquals(0, last[0], () -> Result.describe(last[0]));
            assertArrayEquals(bytes, received.toByteArray());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aSecondReceiveIsRefusedInWhicheverWay(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            MemorySegment memory = bench.memory(8);
            bench.stream.receive(memory, 0, 8, result -> {});
            assertThrows(IllegalStateException.class, () -> bench.stream.receive(memory, 0, 8, result -> {}));
            assertThrows(
                    IllegalStateException.class,
                    () -> bench.stream.startReceiving(new Gathering(bench), ReceiveMode.BACKEND_MEMORY));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aReceiveThatIsTakenBackCompletesOnceAndLosesNoByte(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            byte[] bytes = random(30_000);
            MemorySegment memory = bench.memory(1000);
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            bench.peer.send(bytes);
            for (int i = 0; received.size() < bytes.length; i++) {
                List<Integer> results = new ArrayList<>();
                bench.stream.receive(memory, 0, 1000, results::add);
                if (i % 2 == 0) {
                    bench.world.work();
                    bench.stream.cancelReceive();
                }
                bench.until(() -> !results.isEmpty());
                int result = results.getFirst();
                assertTrue(
                        result > 0 || (result < 0 && Result.error(result) == IoError.CANCELLED),
                        () -> Result.describe(result));
                for (int at = 0; at < result; at++) {
                    received.write(memory.get(ValueLayout.JAVA_BYTE, at));
                }
                assertEquals(1, results.size());
            }
            assertArrayEquals(bytes, received.toByteArray());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void takingBackAReceiveThatNothingComesForCompletesItAsCancelled(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            int[] result = {1};
            bench.stream.receive(bench.memory(8), 0, 8, told -> result[0] = told);
            bench.aWhile();
            assertEquals(1, result[0], "completed without a byte");
            bench.stream.cancelReceive();
            bench.until(() -> result[0] != 1);
            assertEquals(IoError.CANCELLED, Result.error(result[0]));
            bench.stream.cancelReceive(); // of nothing: nothing
        }
    }

    // ---- send from my memory

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void sendsFromTheCallersMemoryArriveWholeAndInOrder(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            byte[] bytes = random(500_000);
            MemorySegment memory = bench.memory(bytes.length);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int sent = 0;
            while (sent < bytes.length) {
                int[] result = {Integer.MIN_VALUE};
                bench.stream.send(memory, sent, bytes.length - sent, told -> result[0] = told);
                assertEquals(Integer.MIN_VALUE, result[0], "completed by the call itself");
                assertThrows(IllegalStateException.class, () -> bench.stream.send(memory, 0, 1, told -> {}));
                bench.until(() -> result[0] != Integer.MIN_VALUE);
                assertTrue(result[0] > 0, () -> Result.describe(result[0]));
                sent += result[0];
            }
            bench.until(() -> bench.peer.receivedCount() == bytes.length);
            assertArrayEquals(bytes, bench.peer.received());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aSendThatWaitsForRoomCanBeTakenBack(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            bench.peer.pauseReading();
            MemorySegment memory = bench.memory(1 << 20);
            long taken = 0;
            boolean[] outstanding = {false};
            int[] result = {0};
            for (int i = 0; i < 200 && !outstanding[0]; i++) { // until one of them has to wait
                outstanding[0] = true;
                bench.stream.send(memory, 0, 1 << 20, told -> {
                    outstanding[0] = false;
                    result[0] = told;
                });
                for (int polls = 0; polls < 60 && outstanding[0]; polls++) {
                    bench.world.work();
                    bench.io.poll(1_000_000);
                }
                taken += outstanding[0] ? 0 : result[0];
            }
            assertTrue(outstanding[0], "a kernel without limits");
            bench.stream.cancelSend();
            bench.until(() -> !outstanding[0]);
            long last = Math.max(result[0], 0);
            assertTrue(
                    result[0] >= 0 || Result.error(result[0]) == IoError.CANCELLED, () -> Result.describe(result[0]));
            bench.peer.resumeReading();
            long all = taken + last;
            bench.until(() -> bench.peer.receivedCount() >= all);
            bench.aWhile();
            assertEquals(all, bench.peer.receivedCount(), "what was counted is what arrives");
        }
    }

    // ---- close

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aCloseCompletesWhatIsOutstandingAndComesLast(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            bench.stream.receive(bench.memory(8), 0, 8, result -> bench.told.add("received"));
            bench.stream.awaitWritable(result -> bench.told.add("writable"));
            bench.closeStream();
            assertEquals(List.of(), bench.told, "nothing completes by the call itself");
            bench.until(() -> bench.told.size() == 3);
            assertEquals("closed 0", bench.told.getLast());
            assertTrue(bench.told.containsAll(List.of("received", "writable")), () -> bench.told.toString());
            bench.until(() -> bench.peer.isEnded());
            assertTrue(bench.io.audit().isClean());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void afterACloseNothingIsReceivedAnyMore(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            Gathering receiver = new Gathering(bench);
            bench.stream.startReceiving(receiver, ReceiveMode.BACKEND_MEMORY);
            bench.peer.send("one");
            bench.until(() -> receiver.bytes.size() == 3);
            bench.peer.send("two");
            bench.closeStream();
            bench.aWhile();
            assertEquals(3, receiver.bytes.size());
            assertFalse(receiver.ended);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aKernelThatIsInUseIsNotClosed(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            assertEquals(1, bench.io.audit().streams());
            assertThrows(IllegalStateException.class, bench.io::close);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void aConnectThatIsClosedBeforeItIsAnsweredIsCancelled(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            try (World.Listener listener = bench.world.listen(bench.kind)) {
                IoStream early = bench.io.connect(listener.address(), null, result -> bench.told.add("connected"));
                early.close(result -> bench.told.add("given back"));
                bench.until(() -> bench.told.contains("given back"));
                assertEquals("given back", bench.told.getLast());
                assertTrue(bench.told.size() <= 2);
            }
        }
    }

    // ---- accepting

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void whatIsAcceptedWhileItsListenerClosesIsClosed(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            var listener = bench.io.listen(bench.world.unusedAddress(bench.kind), LISTEN);
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                peers.add(bench.world.connect(listener.address()));
            }
            bench.aWhile();
            listener.accept(new Acceptor() {
                @Override
                public void accepted(IoStream stream) {
                    throw new AssertionError("accepted after the close");
                }

                @Override
                public void acceptFailed(int result) {}
            });
            listener.close(result -> bench.told.add("listens no more"));
            bench.until(() ->
                    bench.told.contains("listens no more") && peers.stream().allMatch(Peer::isEnded));
            assertEquals(0, bench.io.audit().listeners());
            assertEquals(1, bench.io.audit().streams());
        }
    }

    // ---- hooks and wake-ups

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void theWaitHookIsToldInPairsAndOnlyOfRealWaits(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            List<String> hooked = new ArrayList<>();
            bench.io.setWaitHook(new WaitHook() {
                @Override
                public void beforeWait() {
                    hooked.add("before");
                }

                @Override
                public void afterWait() {
                    hooked.add("after");
                }
            });
            bench.io.poll(0);
            assertEquals(List.of(), hooked, "a poll that may not wait");
            bench.io.wakeup();
            bench.io.poll(1_000_000);
            bench.until(() -> hooked.size() >= 2);
            for (int i = 0; i < hooked.size(); i++) {
                assertEquals(i % 2 == 0 ? "before" : "after", hooked.get(i));
            }
            bench.io.setWaitHook(null);
            int told = hooked.size();
            bench.io.poll(100_000);
            assertEquals(told, hooked.size());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void theEventHookIsToldAfterTheCallbacksOfAnEvent(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            List<String> order = new ArrayList<>();
            bench.io.setEventHook(() -> order.add("hook"));
            bench.stream.receive(bench.memory(8), 0, 8, result -> order.add("received"));
            bench.peer.send("x");
            bench.until(() -> order.contains("received"));
            assertEquals("hook", order.get(order.indexOf("received") + 1));
            bench.io.setEventHook(null);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realKernels")
    void aWakeUpFromAnotherThreadEndsAPollThatWouldWaitForEver(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            for (int i = 0; i < 20; i++) {
                bench.io.poll(0);
                boolean[] asked = new boolean[1];
                Thread other = Thread.ofPlatform().start(() -> {
                    asked[0] = true;
                    bench.io.wakeup();
                    bench.io.wakeup();
                });
                if (i % 2 == 0) {
                    other.join(); // before the poll: the next one returns
                }
                do {
                    bench.io.poll(-1);
                } while (!asked[0]);
                other.join();
            }
        }
    }

    // ---- before the first poll

    /** Accepts are operations: more of them than a ring has room for. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("realTcpKernels")
    void whatIsSubmittedBeforeTheFirstPollIsKept(Kernel kernel) throws Exception {
        List<IoListener> listeners = new ArrayList<>();
        List<IoStream> accepted = new ArrayList<>();
        Bench.Preparation listening = io -> {
            for (int i = 0; i < 300; i++) {
                IoListener listener = io.listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), LISTEN);
                listener.accept(new Collecting(accepted));
                listeners.add(listener);
            }
        };
        try (Bench bench = new Bench(kernel, listening)) {
            bench.world.connect(listeners.getFirst().address());
            bench.world.connect(listeners.getLast().address());
            bench.until(() -> accepted.size() == 2);
            int[] closed = new int[1];
            accepted.forEach(stream -> stream.close(_ -> closed[0]++));
            listeners.forEach(listener -> listener.close(_ -> closed[0]++));
            bench.until(() -> closed[0] == 302);
        }
    }

    private record Collecting(List<IoStream> streams) implements Acceptor {
        @Override
        public void accepted(IoStream stream) {
            streams.add(stream);
        }

        @Override
        public void acceptFailed(int result) {
            throw new AssertionError(Result.describe(result));
        }
    }

    // ---- what a kernel cannot do

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void whatItCannotDoIsRefusedByNameWithAReason(Kernel kernel) throws Exception {
        try (Bench bench = new Bench(kernel)) {
            if (!bench.io.capabilities().contains(Capability.ADOPTION)) {
                String said = assertThrows(UnsupportedOperationException.class, () -> bench.io.adoptStream(0))
                        .getMessage();
                assertTrue(
                        said.contains(bench.io.name())
                                && said.length() > bench.io.name().length() + 20,
                        said);
            }
            if (!bench.io.capabilities().contains(Capability.ABSTRACT_NAMES)) {
                String said = assertThrows(
                                UnsupportedOperationException.class,
                                () -> bench.io.listen(io.jvloop.UnixAddress.ofAbstract("jvloop-contract"), LISTEN))
                        .getMessage();
                assertTrue(said.contains(bench.io.name()), said);
            }
        }
    }

    /** Remembers what comes. */
    private static final class Gathering implements Receiver {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Bench bench;
        boolean ended;

        Gathering(Bench bench) {
            this.bench = bench;
        }

        @Override
        public void received(Memory memory, int offset, int length) {
            for (int i = 0; i < length; i++) {
                bytes.write(memory.segment().get(ValueLayout.JAVA_BYTE, offset + i));
            }
        }

        @Override
        public @Nullable Target target() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void receivedIntoTarget(int length) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void receivedEof() {
            ended = true;
        }

        @Override
        public void receiveFailed(int result) {
            bench.told.add("failed " + Result.describe(result));
        }
    }
}
