// SPDX-License-Identifier: Apache-2.0
// /1024, /10240, /102400 answer that many bytes
'use strict';

const http = require('node:http');
const {listen} = require('./listen.js');

// at a low rate a connection may wait this long for its first request, and for the next one; by default it would be closed after 60 s, and
// after 5 s, which is no failure
const IDLE_MILLIS = 3_600_000;
const patience = {headersTimeout: IDLE_MILLIS, requestTimeout: IDLE_MILLIS, keepAliveTimeout: IDLE_MILLIS};

const bodies = new Map([1024, 10240, 102400].map((size) => ['/' + size, Buffer.alloc(size, 'x')]));

listen(
    http.createServer({noDelay: true, ...patience}, (request, response) => {
        const body = bodies.get(request.url);
        if (body === undefined) {
            response.writeHead(404).end();
        } else {
            response.writeHead(200, {'Content-Type': 'text/plain', 'Content-Length': body.length}).end(body);
        }
    }),
    8080,
);
