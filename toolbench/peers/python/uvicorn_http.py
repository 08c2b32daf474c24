# SPDX-License-Identifier: Apache-2.0
"""A bare ASGI application on uvicorn, with uvloop and httptools."""

import uvicorn

import serving
from bodies import BODIES


async def app(scope, receive, send):
    body = BODIES.get(scope["path"])
    status = 200 if body is not None else 404
    body = body or b""
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    listener = serving.listen(serving.options(8080))
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        backlog=serving.BACKLOG,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=serving.KEEP_ALIVE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listener])
