// SPDX-License-Identifier: Apache-2.0
// [--host H] [--port N] | --unix PATH; SIGTERM ends the process with status 0
'use strict';

exports.listen = function listen(server, defaultPort) {
    const told = {'--host': '127.0.0.1', '--port': defaultPort, '--unix': undefined};
    for (let i = 2; i + 1 < process.argv.length; i += 2) told[process.argv[i]] = process.argv[i + 1];
    const where = told['--unix'] ? {path: told['--unix']} : {host: told['--host'], port: Number(told['--port'])};
    process.on('SIGTERM', () => process.exit(0));
    server.listen({...where, backlog: 1024}, () => {
        const at = server.address();
        console.log('listening on', typeof at === 'string' ? 'unix:' + at : at.address + ':' + at.port);
    });
};
