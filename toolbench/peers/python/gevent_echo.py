# SPDX-License-Identifier: Apache-2.0
"""An echo server on gevent's StreamServer: a greenlet for each connection."""

from gevent.server import StreamServer
from gevent.socket import socket

import serving

BUFFER = 102400


def handle(connection, address):
    try:
        while data := connection.recv(BUFFER):
            connection.sendall(data)
    except ConnectionError:
        pass


if __name__ == "__main__":
    listener = serving.listen(serving.options(7777))
    StreamServer(socket(fileno=listener.detach()), handle).serve_forever()
