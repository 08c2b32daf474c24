# SPDX-License-Identifier: Apache-2.0
"""What the Python peers have in common: their options, the socket that listens, and how they end."""

import argparse
import asyncio
import os
import signal
import socket

BACKLOG = 1024

# At a low rate a connection may wait this long for its next request. By default uvicorn would close it after 5 s and
# aiohttp after 75 s, which is no failure of theirs.
KEEP_ALIVE_SECONDS = 3600


def options(port, loops=(), styles=()):
    """Where to listen; where there is a choice, on which loop, and in which style. The first of each is the default."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--unix")
    if loops:
        parser.add_argument("--loop", choices=loops, default=loops[0])
    if styles:
        parser.add_argument("--style", choices=styles, default=styles[0])
    return parser.parse_args()


def listen(args):
    """A socket that listens, after saying so. From here on SIGTERM ends the process with status 0."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    listener = socket.socket(socket.AF_UNIX if args.unix else socket.AF_INET)
    if args.unix:
        listener.bind(args.unix)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # those accepted inherit it
        listener.bind((args.host, args.port))
    listener.listen(BACKLOG)
    listener.setblocking(False)
    address = f"unix:{args.unix}" if args.unix else "{}:{}".format(*listener.getsockname())
    print("listening on", address, flush=True)
    return listener


def run(name, main):
    """Runs a coroutine on asyncio's loop or on uvloop's."""
    with asyncio.Runner(loop_factory=factory(name)) as runner:
        runner.run(main)


def factory(name):
    """What makes a loop: only the one that is asked for is imported."""
    if name == "uvloop":
        import uvloop

        return uvloop.new_event_loop
    return asyncio.new_event_loop


async def serve_protocol(args, protocol):
    """asyncio's own way of serving: a protocol for each connection, for ever."""
    loop = asyncio.get_running_loop()
    create = loop.create_unix_server if args.unix else loop.create_server
    server = await create(protocol, sock=listen(args), backlog=BACKLOG)
    await server.serve_forever()


async def serve_streams(args, handle, **options):
    """A task with a reader and a writer for each connection, for ever."""
    start = asyncio.start_unix_server if args.unix else asyncio.start_server
    server = await start(handle, sock=listen(args), backlog=BACKLOG, **options)
    await server.serve_forever()
