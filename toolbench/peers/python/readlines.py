# SPDX-License-Identifier: Apache-2.0
"""Servers that send every line back, with the streams of asyncio, on asyncio's loop and on uvloop."""

import asyncio

import serving


async def handle(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main(args):
    await serving.serve(
        args,
        lambda host, port, **options: asyncio.start_server(handle, host, port, **options),
        lambda path, **options: asyncio.start_unix_server(handle, path, **options),
    )


if __name__ == "__main__":
    args = serving.options(7778)
    serving.run(args, main(args))
