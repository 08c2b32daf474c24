// SPDX-License-Identifier: Apache-2.0

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a call costs on one of Netty's event loops, on epoll. */
final class NettyCalls {
    private static final int BATCH = 1000;
    private static final int PRODUCERS = 4;
    private static final int PENDING = 100_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final EventLoop loop;
    private final Window window;
    private final CountDownLatch done = new CountDownLatch(1);
    private final long[] delays = new long[4096];
    private long armed;
    private long ran;
    private volatile boolean isOver;

    private NettyCalls(EventLoop loop, Window window) {
        this.loop = loop;
        this.window = window;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Settings settings = Settings.of(arguments);
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        NettyCalls calls = new NettyCalls(group.next(), settings.window());
        calls.start(settings.name());
        calls.done.await();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void start(String name) throws InterruptedException {
        switch (name) {
            case "call-soon" -> loop.execute(this::batch);
            case "call-soon-chain" -> loop.execute(this::chain);
            case "call-soon-threadsafe" -> produceAll();
            case "timers" -> loop.execute(this::armPending);
            default -> throw Settings.refuse("unknown case '" + name + "'");
        }
    }

    private void batch() {
        for (int i = 1; i < BATCH; i++) {
            loop.execute(() -> ran++);
        }
        loop.execute(this::endOfBatch);
    }

    private void endOfBatch() {
        ran++;
        if (window.isOver(ran)) {
            done.countDown();
        } else {
            batch();
        }
    }

    private void chain() {
        ran++;
        if (ran % BATCH == 0 && window.isOver(ran)) {
            done.countDown();
        } else {
            loop.execute(this::chain);
        }
    }

    private void produceAll() throws InterruptedException {
        Thread[] producers = new Thread[PRODUCERS];
        for (int i = 0; i < PRODUCERS; i++) {
            producers[i] = Thread.ofPlatform().start(this::produce);
        }
        for (Thread producer : producers) {
            producer.join();
        }
        done.countDown();
    }

    /** On a thread of its own. */
    private void produce() {
        while (!isOver) {
            for (int i = 1; i < BATCH; i++) {
                loop.execute(() -> ran++);
            }
            CountDownLatch last = new CountDownLatch(1);
            loop.execute(() -> endOfShare(last));
            try {
                last.await();
            } catch (InterruptedException nobodyDoesThat) {
                throw new AssertionError(nobodyDoesThat);
            }
        }
    }

    private void endOfShare(CountDownLatch last) {
        ran++;
        if (!isOver) {
            isOver = window.isOver(ran);
        }
        last.countDown();
    }

    private void armPending() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < delays.length; i++) {
            delays[i] = HOUR_NANOS + random.nextLong(HOUR_NANOS);
        }
        for (int i = 0; i < PENDING; i++) {
            loop.schedule(() -> ran++, HOUR_NANOS + random.nextLong(HOUR_NANOS), TimeUnit.NANOSECONDS);
        }
        armAndCancel();
    }

    private void armAndCancel() {
        for (int i = 0; i < BATCH; i++) {
            long delay = delays[(int) (armed++ % delays.length)];
            loop.schedule(() -> ran++, delay, TimeUnit.NANOSECONDS).cancel(false);
        }
        if (window.isOver(armed)) {
            done.countDown();
        } else {
            loop.execute(this::armAndCancel);
        }
    }
}
