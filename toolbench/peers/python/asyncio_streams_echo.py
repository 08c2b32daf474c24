# SPDX-License-Identifier: Apache-2.0
"""An echo server with asyncio's streams: a task for each connection."""

import serving

BUFFER = 102400


async def handle(reader, writer):
    try:
        while data := await reader.read(BUFFER):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    args = serving.options(7777, loops=["asyncio", "uvloop"])
    serving.run(args.loop, serving.serve_streams(args, handle, limit=256 * 1024))
