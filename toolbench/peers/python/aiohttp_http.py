# SPDX-License-Identifier: Apache-2.0
"""An HTTP server on aiohttp."""

from aiohttp import web

import serving
from bodies import BODIES


async def answer(request):
    body = BODIES.get(request.path)
    if body is None:
        raise web.HTTPNotFound
    return web.Response(body=body, content_type="text/plain")


if __name__ == "__main__":
    args = serving.options(8080, loops=["asyncio", "uvloop"])
    app = web.Application()
    app.router.add_get("/{size}", answer)
    loop = serving.factory(args.loop)()
    web.run_app(
        app,
        sock=serving.listen(args),
        backlog=serving.BACKLOG,
        loop=loop,
        access_log=None,
        print=None,
        handle_signals=False,
        keepalive_timeout=serving.KEEP_ALIVE_SECONDS,
    )
