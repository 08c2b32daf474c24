# SPDX-License-Identifier: Apache-2.0
"""An HTTP server on httptools, as the toolbench of 2016 had it: /1024, /10240, /102400 answer that many bytes."""

import asyncio

import httptools
import serving

BODIES = {b"/%d" % size: b"x" * size for size in (1024, 10240, 102400)}


class Http(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.parser = httptools.HttpRequestParser(self)

    def data_received(self, data):
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.transport.close()

    def on_url(self, url):
        self.url = url

    def on_message_complete(self):
        body = BODIES.get(self.url)
        status = b"200 OK" if body is not None else b"404 Not Found"
        body = body or b""
        head = b"HTTP/1.1 %b\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self.transport.write(head + body)
        if not self.parser.should_keep_alive():
            self.transport.close()


async def main(args):
    loop = asyncio.get_running_loop()
    await serving.serve(
        args,
        lambda host, port, **options: loop.create_server(Http, host, port, **options),
        lambda path, **options: loop.create_unix_server(Http, path, **options),
    )


if __name__ == "__main__":
    args = serving.options(8080)
    serving.run(args, main(args))
