# SPDX-License-Identifier: Apache-2.0
"""Sends back each line, with asyncio's streams: a task for each connection."""

import serving


async def handle(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
    except (ConnectionError, ValueError):  # the latter: a line that is longer than the limit
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    args = serving.options(7778, loops=["asyncio", "uvloop"])
    serving.run(args.loop, serving.serve_streams(args, handle, limit=256 * 1024))
