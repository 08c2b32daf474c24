// SPDX-License-Identifier: Apache-2.0
'use strict';

const net = require('node:net');
const {listen} = require('./listen.js');

listen(
    net.createServer({noDelay: true}, (socket) => {
        socket.on('error', () => socket.destroy());
        socket.pipe(socket);
    }),
    7777,
);
