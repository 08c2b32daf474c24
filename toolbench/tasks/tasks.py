# SPDX-License-Identifier: Apache-2.0
# What a task costs in asyncio: medians of rounds. python3 toolbench/tasks/tasks.py
import asyncio
import time

TIMES, ROUNDS = 100_000, 9


async def create_and_await():
    async def number():
        return 1

    for _ in range(TIMES):
        await asyncio.create_task(number())


async def two_that_yield():
    async def yields():
        for _ in range(TIMES):
            await asyncio.sleep(0)

    await asyncio.gather(yields(), yields())


async def two_with_queues():
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def other():
        for _ in range(TIMES):
            await back.put(await there.get())

    task = asyncio.create_task(other())
    for i in range(TIMES):
        await there.put(i)
        await back.get()
    await task


async def main():
    for what, count, work in (
        ("create a task and await it", TIMES, create_and_await),
        ("switch between two tasks that yield", 2 * TIMES, two_that_yield),
        ("switch between two tasks by a queue", 2 * TIMES, two_with_queues),
    ):
        rounds = []
        for _ in range(ROUNDS):
            before = time.perf_counter_ns()
            await work()
            rounds.append((time.perf_counter_ns() - before) // count)
        rounds.sort()
        print(f"{what:40} {rounds[ROUNDS // 2]:5} ns  ({rounds[0]} to {rounds[-1]})")


asyncio.run(main())
