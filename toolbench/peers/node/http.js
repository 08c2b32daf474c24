// SPDX-License-Identifier: Apache-2.0
// /1024, /10240, /102400 answer that many bytes
'use strict';

const http = require('node:http');
const {listen} = require('./listen.js');

const bodies = new Map([1024, 10240, 102400].map((size) => ['/' + size, Buffer.alloc(size, 'x')]));

listen(
    http.createServer({noDelay: true}, (request, response) => {
        const body = bodies.get(request.url);
        if (body === undefined) {
            response.writeHead(404).end();
        } else {
            response.writeHead(200, {'Content-Type': 'text/plain', 'Content-Length': body.length}).end(body);
        }
    }),
    8080,
);
