// SPDX-License-Identifier: Apache-2.0

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** What a call costs on jvloop. {@code ./jvloop run toolbench/calls/java/JvloopCalls.java --case call-soon --warmup 5 --seconds 2}. */
final class JvloopCalls {
    private static final int BATCH = 1000;
    private static final int PRODUCERS = 4;
    private static final int PENDING = 100_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final EventLoop loop;
    private final Window window;
    private final Duration[] delays = new Duration[4096];
    private long armed;
    private long ran;
    private int producersLeft = PRODUCERS;
    private volatile boolean isOver;

    private JvloopCalls(EventLoop loop, Window window) {
        this.loop = loop;
        this.window = window;
    }

    public static void main(String[] arguments) {
        Settings settings = Settings.of(arguments);
        LoopOptions options = settings.backend().isEmpty()
                ? LoopOptions.DEFAULT
                : LoopOptions.DEFAULT.withBackend(Backend.of(settings.backend()));
        try (EventLoop loop = EventLoop.open(options)) {
            new JvloopCalls(loop, settings.window()).start(settings.name());
            loop.runForever();
        }
    }

    private void start(String name) {
        switch (name) {
            case "call-soon" -> loop.callSoon(this::batch);
            case "call-soon-chain" -> loop.callSoon(this::chain);
            case "call-soon-threadsafe" -> loop.callSoon(this::startProducers);
            case "timers" -> loop.callSoon(this::armPending);
            default -> throw Settings.refuse("unknown case '" + name + "'");
        }
    }

    private void batch() {
        for (int i = 1; i < BATCH; i++) {
            loop.callSoon(() -> ran++);
        }
        loop.callSoon(this::endOfBatch);
    }

    private void endOfBatch() {
        ran++;
        if (window.isOver(ran)) {
            loop.stop();
        } else {
            batch();
        }
    }

    private void chain() {
        ran++;
        if (ran % BATCH == 0 && window.isOver(ran)) {
            loop.stop();
        } else {
            loop.callSoon(this::chain);
        }
    }

    private void startProducers() {
        for (int i = 0; i < PRODUCERS; i++) {
            Thread.ofPlatform().start(this::produce);
        }
    }

    /** On a thread of its own. */
    private void produce() {
        while (!isOver) {
            for (int i = 1; i < BATCH; i++) {
                loop.callSoonThreadsafe(() -> ran++);
            }
            CountDownLatch last = new CountDownLatch(1);
            loop.callSoonThreadsafe(() -> endOfShare(last));
            try {
                last.await();
            } catch (InterruptedException nobodyDoesThat) {
                throw new AssertionError(nobodyDoesThat);
            }
        }
        loop.callSoonThreadsafe(this::producerEnded);
    }

    private void endOfShare(CountDownLatch last) {
        ran++;
        if (!isOver) {
            isOver = window.isOver(ran);
        }
        last.countDown();
    }

    private void producerEnded() {
        if (--producersLeft == 0) {
            loop.stop();
        }
    }

    private void armPending() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < delays.length; i++) {
            delays[i] = anHourOrTwo(random);
        }
        for (int i = 0; i < PENDING; i++) {
            loop.callLater(anHourOrTwo(random), () -> ran++);
        }
        armAndCancel();
    }

    private static Duration anHourOrTwo(SplittableRandom random) {
        return Duration.ofNanos(HOUR_NANOS + random.nextLong(HOUR_NANOS));
    }

    private void armAndCancel() {
        for (int i = 0; i < BATCH; i++) {
            loop.callLater(delays[(int) (armed++ % delays.length)], () -> ran++).cancel();
        }
        if (window.isOver(armed)) {
            loop.stop();
        } else {
            loop.callSoon(this::armAndCancel);
        }
    }
}
