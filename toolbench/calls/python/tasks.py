# SPDX-License-Identifier: Apache-2.0
"""What a task costs on asyncio's loop, or uvloop's: tasks.py --case task-switch --loop uvloop --warmup 1 --seconds 2"""
import asyncio

from window import settings

BATCH = 1000


async def create_and_await(window):
    async def number():
        return 1

    calls = 0
    while True:
        for _ in range(BATCH):
            calls += await asyncio.create_task(number())
        if window.is_over(calls):
            return


async def two_that_yield(window):
    async def yields():
        for _ in range(BATCH):
            await asyncio.sleep(0)

    calls = 0
    while True:
        await asyncio.gather(yields(), yields())
        calls += 2 * BATCH
        if window.is_over(calls):
            return


async def two_with_queues(window):
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def other():
        number = 0
        while number >= 0:
            number = await there.get()
            await back.put(number)

    task = asyncio.create_task(other())
    calls = 0
    while True:
        for i in range(BATCH):
            await there.put(i)
            await back.get()
        calls += 2 * BATCH
        if window.is_over(calls):
            break
    await there.put(-1)
    await back.get()
    await task


CASES = {
    "task-await": create_and_await,
    "task-switch": two_that_yield,
    "task-switch-queue": two_with_queues,
}


def main():
    case, loop, window = settings(list(CASES))
    loop.run_until_complete(CASES[case](window))
    loop.close()


main()
