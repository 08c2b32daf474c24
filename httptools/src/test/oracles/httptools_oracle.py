# SPDX-License-Identifier: Apache-2.0
"""What httptools says to messages (kinds 0 and 1) and URLs (2): see Oracle in the tests. In: kind (1), length (4, big endian), bytes. Out: a line each."""
import sys

import httptools


class Seen:
    def __init__(self, request):
        self.out = []
        self.head_done = False
        self.body = bytearray()
        self.parser = (httptools.HttpRequestParser if request else httptools.HttpResponseParser)(self)
        self.request = request
        self.text = b''

    def on_message_begin(self):
        self.out.append('(')
        self.head_done = False
        self.text = b''
        self.body = bytearray()

    def on_url(self, url):
        self.text += url

    def on_status(self, status):
        self.text += status

    def on_header(self, name, value):
        kind = 't' if self.head_done else 'h'
        self.out.append(kind + name.hex() + '=' + (value or b'').hex())

    def on_headers_complete(self):
        self.head_done = True
        first = self.parser.get_method().hex() if self.request else str(self.parser.get_status_code())
        self.out.append('s' + first + '=' + self.text.hex() + '=' + self.parser.get_http_version())
        if self.parser.should_upgrade():
            self.out.append('U')
            raise StopIteration

    def on_body(self, data):
        self.body += data

    def on_message_complete(self):
        if self.body:
            self.out.append('b' + self.body.hex())
        self.out.append('k1)' if self.parser.should_keep_alive() else 'k0)')


def url(data):
    try:
        parsed = httptools.parse_url(data)
    except httptools.HttpParserInvalidURLError:
        return 'E'
    parts = (parsed.schema, parsed.userinfo, parsed.host, parsed.path, parsed.query, parsed.fragment)
    port = '-' if parsed.port is None else str(parsed.port)
    return ' '.join(['-' if part is None else part.hex() for part in parts] + [port])


def main():
    source = sys.stdin.buffer
    while True:
        head = source.read(5)
        if len(head) < 5:
            return
        data = source.read(int.from_bytes(head[1:], 'big'))
        if head[0] == 2:
            print(url(data), flush=True)
            continue
        seen = Seen(head[0] == 1)
        try:
            seen.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass
        except Exception:
            if seen.out[-1:] != ['U']:
                seen.out.append('E')
        sys.stdout.write(' '.join(seen.out) + '\n')
        sys.stdout.flush()


if sys.argv[1:] == ['version']:
    print('httptools ' + httptools.__version__)
else:
    main()
