# SPDX-License-Identifier: Apache-2.0
"""tornado's IOStream for clients that send no more but still read, and what accepts them."""

import asyncio

from tornado.ioloop import IOLoop
from tornado.iostream import IOStream
from tornado.netutil import add_accept_handler

import serving


class Stream(IOStream):
    """An IOStream closes as soon as it reads the end; this one reads it when nothing waits to be sent back any more."""

    def read_from_fd(self, buf):
        count = super().read_from_fd(buf)
        return None if count == 0 and self.is_busy() else count

    def is_busy(self):
        return self.writing()


async def serve(args, stream_type, handle):
    """Starts a coroutine for each connection, for ever."""

    def accepted(connection, address):
        IOLoop.current().add_callback(handle, stream_type(connection))

    add_accept_handler(serving.listen(args), accepted)
    await asyncio.Event().wait()
