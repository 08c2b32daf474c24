# SPDX-License-Identifier: Apache-2.0
"""What the Python peers have in common: their options, their loop, and the line that says that they are ready."""

import argparse
import asyncio


def options(port, styles=()):
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--unix")
    parser.add_argument("--loop", choices=["asyncio", "uvloop"], default="uvloop")
    if styles:
        parser.add_argument("--style", choices=styles, default=styles[0])
    return parser.parse_args()


def run(args, main):
    if args.loop == "uvloop":
        import uvloop

        uvloop.run(main)
    else:
        asyncio.run(main)


async def serve(args, server_of_tcp, server_of_unix):
    """Starts one of the two, says so, and serves for ever. Both are called with what asyncio's functions take."""
    if args.unix:
        server = await server_of_unix(args.unix, backlog=1024)
    else:
        server = await server_of_tcp(args.host, args.port, backlog=1024)
    print("listening on", args.unix or "%s:%d" % server.sockets[0].getsockname()[:2], flush=True)
    await server.serve_forever()
