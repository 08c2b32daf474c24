# SPDX-License-Identifier: Apache-2.0
"""An echo server on curio: a task for each connection, with sockets, or with streams on them."""

import curio
from curio.io import Socket
from curio.network import run_server

import serving

BUFFER = 102400


async def with_socket(client, address):
    try:
        while data := await client.recv(BUFFER):
            await client.sendall(data)
    except ConnectionError:
        pass


async def with_stream(client, address):
    stream = client.as_stream()
    try:
        while data := await stream.read(BUFFER):
            await stream.write(data)
    except ConnectionError:
        pass


STYLES = {"sockets": with_socket, "streams": with_stream}

if __name__ == "__main__":
    args = serving.options(7777, styles=list(STYLES))
    curio.run(run_server, Socket(serving.listen(args)), STYLES[args.style])
