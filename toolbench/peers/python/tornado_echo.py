# SPDX-License-Identifier: Apache-2.0
"""An echo server on tornado's IOStream: a coroutine for each connection."""

import asyncio

from tornado.iostream import StreamClosedError

import serving
from tornado_stream import Stream, serve

BUFFER = 102400


async def handle(stream):
    try:
        while True:
            await stream.write(await stream.read_bytes(BUFFER, partial=True))
    except StreamClosedError:
        pass


if __name__ == "__main__":
    args = serving.options(7777)
    asyncio.run(serve(args, Stream, handle))
