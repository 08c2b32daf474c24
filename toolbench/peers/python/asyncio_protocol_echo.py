# SPDX-License-Identifier: Apache-2.0
"""An echo server as asyncio's protocol, on asyncio's loop or uvloop's."""

import asyncio

import serving


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


if __name__ == "__main__":
    args = serving.options(7777, loops=["asyncio", "uvloop"])
    serving.run(args.loop, serving.serve_protocol(args, Echo))
