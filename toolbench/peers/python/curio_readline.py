# SPDX-License-Identifier: Apache-2.0
"""Sends back each line, on curio's streams: a task for each connection."""

import curio
from curio.io import Socket
from curio.network import run_server

import serving


async def handle(client, address):
    stream = client.as_stream()
    try:
        async for line in stream:
            await stream.write(line)
    except ConnectionError:
        pass


if __name__ == "__main__":
    args = serving.options(7778)
    curio.run(run_server, Socket(serving.listen(args)), handle)
