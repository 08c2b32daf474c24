# SPDX-License-Identifier: Apache-2.0
"""An echo server as asyncio's protocol on rloop, around what 0.5.0 gets wrong: a transport that is closed keeps its file
descriptor, so its client sees no end; write_eof is lost while something waits to be sent; and serve_forever closes the
listener. The descriptors of connections that have ended stay open all the same."""

import asyncio

import rloop

import serving
from asyncio_protocol_echo import Echo


class RloopEcho(Echo):
    def eof_received(self):
        if self.transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(0.01, self.eof_received)
        else:
            self.transport.write_eof()
        return True


async def main(args):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(RloopEcho, sock=serving.listen(args), backlog=serving.BACKLOG)
    await asyncio.Event().wait()
    server.close()


if __name__ == "__main__":
    rloop.new_event_loop().run_until_complete(main(serving.options(7777)))
