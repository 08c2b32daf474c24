# SPDX-License-Identifier: Apache-2.0
"""Sends back each line, on gevent's StreamServer: a greenlet for each connection."""

from gevent.server import StreamServer
from gevent.socket import socket

import serving


def handle(connection, address):
    try:
        with connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(line)
    except ConnectionError:
        pass


if __name__ == "__main__":
    listener = serving.listen(serving.options(7778))
    StreamServer(socket(fileno=listener.detach()), handle).serve_forever()
