// SPDX-License-Identifier: Apache-2.0
// What node's own parser says to messages: see Oracle in the tests. In: kind (1), length (4, big endian), bytes. Out: a line each.
'use strict';
process.removeAllListeners('warning');
const { HTTPParser, allMethods, methods: usual } = process.binding('http_parser');
const methods = allMethods || usual;

if (process.argv[2] === 'version') {
    console.log('node ' + process.version + ' (llhttp ' + process.versions.llhttp + ')');
    process.exit(0);
}

const hex = (text) => Buffer.from(text, 'latin1').toString('hex');

function say(request, data) {
    const parser = new HTTPParser();
    parser.initialize(request ? HTTPParser.REQUEST : HTTPParser.RESPONSE, {}, 1 << 20, 0);
    const out = [];
    let early = [];
    let complete = false;
    let keeps = false;
    let upgrade = false;
    let body = [];
    const list = (kind, pairs) => {
        for (let i = 0; i < pairs.length; i += 2) out.push(kind + hex(pairs[i]) + '=' + hex(pairs[i + 1]));
    };
    let url = '';
    parser[HTTPParser.kOnMessageBegin] = () => {
        out.push('(');
        complete = false;
        body = [];
        url = '';
        early = [];
    };
    parser[HTTPParser.kOnHeaders] = (headers, part) => {
        if (complete) list('t', headers);
        else {
            list('h', headers);
            url += part;
        }
    };
    parser[HTTPParser.kOnHeadersComplete] = (major, minor, headers, method, target, status, reason, wants, keepAlive) => {
        complete = true;
        if (headers) list('h', headers);
        out.push('s' + (request ? hex(methods[method]) : status) + '=' + hex(request ? url + (target || '') : reason || '') + '=' + major + '.' + minor);
        keeps = keepAlive;
        if (wants) {
            upgrade = true;
            out.push('U');
            return 2;
        }
        return 0;
    };
    parser[HTTPParser.kOnBody] = (bytes) => body.push(Buffer.from(bytes));
    parser[HTTPParser.kOnMessageComplete] = () => {
        if (upgrade) return;
        const all = Buffer.concat(body);
        if (all.length) out.push('b' + all.toString('hex'));
        out.push(keeps ? 'k1)' : 'k0)');
    };
    const result = parser.execute(data);
    if (result instanceof Error && !upgrade) out.push('E');
    parser.close();
    return (upgrade ? out.slice(0, out.indexOf('U') + 1) : out).join(' ');
}

let rest = Buffer.alloc(0);
process.stdin.on('data', (more) => {
    rest = rest.length ? Buffer.concat([rest, more]) : more;
    const lines = [];
    let at = 0;
    while (rest.length - at >= 5) {
        const length = rest.readUInt32BE(at + 1);
        if (rest.length - at < 5 + length) break;
        lines.push(say(rest[at] === 1, rest.subarray(at + 5, at + 5 + length)));
        at += 5 + length;
    }
    rest = rest.subarray(at);
    if (lines.length) process.stdout.write(lines.join('\n') + '\n');
});
