# SPDX-License-Identifier: Apache-2.0
"""An HTTP server as asyncio's protocol with httptools as its parser, as the toolbench of 2016 had it."""

import asyncio

import httptools

import serving
from bodies import BODIES


class Http(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.parser = httptools.HttpRequestParser(self)

    def data_received(self, data):
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.transport.close()

    def on_message_begin(self):
        self.url = b""

    def on_url(self, url):
        self.url += url  # comes in pieces, if it was received so

    def on_message_complete(self):
        body = BODIES.get(self.url.decode("latin-1"))
        status = b"200 OK" if body is not None else b"404 Not Found"
        body = body or b""
        head = b"HTTP/1.1 %b\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self.transport.write(head + body)
        if not self.parser.should_keep_alive():
            self.transport.close()

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


if __name__ == "__main__":
    args = serving.options(8080, loops=["asyncio", "uvloop"])
    serving.run(args.loop, serving.serve_protocol(args, Http))
