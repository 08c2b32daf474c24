# SPDX-License-Identifier: Apache-2.0
"""Sends back each line, on tornado's IOStream: a coroutine for each connection. The rest after the last line is dropped."""

import asyncio

from tornado.iostream import StreamClosedError

import serving
from tornado_stream import Stream, serve


class LineStream(Stream):
    def is_busy(self):
        return self.writing() or b"\n" in self._read_buffer


async def handle(stream):
    try:
        while True:
            await stream.write(await stream.read_until(b"\n"))
    except StreamClosedError:
        pass


if __name__ == "__main__":
    args = serving.options(7778)
    asyncio.run(serve(args, LineStream, handle))
