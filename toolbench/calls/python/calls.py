# SPDX-License-Identifier: Apache-2.0
"""What a call costs on asyncio's loop, or uvloop's: calls.py --case call-soon --loop uvloop --warmup 1 --seconds 2"""
import random
import threading

from window import settings

BATCH = 1000
PRODUCERS = 4
PENDING = 100_000
HOUR = 3600


class Calls:
    def __init__(self, loop, window):
        self.loop = loop
        self.window = window
        self.ran = 0
        self.is_over = False

    def count(self):
        self.ran += 1

    def batch(self):
        call_soon, count = self.loop.call_soon, self.count
        for _ in range(BATCH - 1):
            call_soon(count)
        call_soon(self.end_of_batch)

    def end_of_batch(self):
        self.ran += 1
        if self.window.is_over(self.ran):
            self.loop.stop()
        else:
            self.batch()

    def chain(self):
        self.ran += 1
        if self.ran % BATCH == 0 and self.window.is_over(self.ran):
            self.loop.stop()
        else:
            self.loop.call_soon(self.chain)

    def start_producers(self):
        self.producers_left = PRODUCERS
        for _ in range(PRODUCERS):
            threading.Thread(target=self.produce).start()

    def produce(self):
        """On a thread of its own."""
        call_soon, count = self.loop.call_soon_threadsafe, self.count
        last = threading.Event()
        while not self.is_over:
            for _ in range(BATCH - 1):
                call_soon(count)
            last.clear()
            call_soon(self.end_of_share, last)
            last.wait()
        call_soon(self.producer_ended)

    def end_of_share(self, last):
        self.ran += 1
        if not self.is_over:
            self.is_over = self.window.is_over(self.ran)
        last.set()

    def producer_ended(self):
        self.producers_left -= 1
        if self.producers_left == 0:
            self.loop.stop()

    def arm_pending(self):
        chance = random.Random(1)
        self.delays = [HOUR + chance.random() * HOUR for _ in range(4096)]
        self.armed = 0
        for _ in range(PENDING):
            self.loop.call_later(HOUR + chance.random() * HOUR, self.count)
        self.arm_and_cancel()

    def arm_and_cancel(self):
        call_later, delays, count = self.loop.call_later, self.delays, self.count
        for i in range(self.armed, self.armed + BATCH):
            call_later(delays[i % len(delays)], count).cancel()
        self.armed += BATCH
        if self.window.is_over(self.armed):
            self.loop.stop()
        else:
            self.loop.call_soon(self.arm_and_cancel)


CASES = {
    "call-soon": Calls.batch,
    "call-soon-chain": Calls.chain,
    "call-soon-threadsafe": Calls.start_producers,
    "timers": Calls.arm_pending,
}


def main():
    case, loop, window = settings(list(CASES))
    calls = Calls(loop, window)
    loop.call_soon(CASES[case], calls)
    loop.run_forever()
    loop.close()


main()
