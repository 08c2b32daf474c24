# SPDX-License-Identifier: Apache-2.0
"""Echo servers on asyncio and uvloop, with a protocol or with streams."""

import asyncio

import serving


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def handle(reader, writer):
    try:
        while data := await reader.read(102400):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main(args):
    loop = asyncio.get_running_loop()
    if args.style == "protocol":
        await serving.serve(
            args,
            lambda host, port, **options: loop.create_server(Echo, host, port, **options),
            lambda path, **options: loop.create_unix_server(Echo, path, **options),
        )
    else:
        await serving.serve(
            args,
            lambda host, port, **options: asyncio.start_server(handle, host, port, limit=262144, **options),
            lambda path, **options: asyncio.start_unix_server(handle, path, limit=262144, **options),
        )


if __name__ == "__main__":
    args = serving.options(7777, ["protocol", "streams"])
    serving.run(args, main(args))
