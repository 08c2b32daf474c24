# SPDX-License-Identifier: Apache-2.0
"""An echo server with the loop's own socket functions: a task for each connection."""

import asyncio

import serving

BUFFER = 102400


async def handle(loop, connection):
    with connection:
        try:
            while data := await loop.sock_recv(connection, BUFFER):
                await loop.sock_sendall(connection, data)
        except ConnectionError:
            pass


async def main(args):
    loop = asyncio.get_running_loop()
    listener = serving.listen(args)
    tasks = set()  # the loop itself holds tasks weakly
    while True:
        connection, _ = await loop.sock_accept(listener)
        task = loop.create_task(handle(loop, connection))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


if __name__ == "__main__":
    args = serving.options(7777, loops=["asyncio", "uvloop"])
    serving.run(args.loop, main(args))
