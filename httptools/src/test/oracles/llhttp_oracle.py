# SPDX-License-Identifier: Apache-2.0
"""What llhttp says to messages, with any of its leniencies: see Oracle in the tests. It is the one inside httptools, which
hands on neither all of its flags nor all of its words. In: kind (1: 1 is a request), flags (2), length (4), big endian, and
bytes. Out: a line each."""
import ctypes
import signal
import sys

import httptools
from httptools.parser import parser

LLHTTP = ctypes.CDLL(parser.__file__)
LLHTTP.llhttp_method_name.restype = ctypes.c_char_p
LENIENCIES = [
    'headers',
    'chunked_length',
    'keep_alive',
    'transfer_encoding',
    'version',
    'data_after_close',
    'optional_lf_after_cr',
    'optional_crlf_after_chunk',
    'optional_cr_before_lf',
    'spaces_after_chunk_size',
    'header_value_relaxed',
]
SETTERS = [getattr(LLHTTP, 'llhttp_set_lenient_' + name) for name in LENIENCIES]
REQUEST, RESPONSE, PAUSED_UPGRADE = 1, 2, 22

Event = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
Span = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


class Settings(ctypes.Structure):
    """llhttp_settings_t of llhttp 9.4."""
    _fields_ = [
        ('message_begin', Event),
        *[(name, Span) for name in ('protocol', 'url', 'status', 'method', 'version', 'header_field', 'header_value',
                                    'chunk_extension_name', 'chunk_extension_value')],
        ('headers_complete', Event),
        ('body', Span),
        *[(name, Event) for name in ('message_complete', 'protocol_complete', 'url_complete', 'status_complete',
                                     'method_complete', 'version_complete', 'header_field_complete',
                                     'header_value_complete', 'chunk_extension_name_complete',
                                     'chunk_extension_value_complete', 'chunk_header', 'chunk_complete', 'reset')],
    ]


class Seen:
    """One parser at a time: all of them share the callbacks."""

    def begin(self, request, flags):
        self.request = request
        self.out = []
        self.message_begin()
        self.out.clear()
        self.memory = ctypes.create_string_buffer(1024)
        LLHTTP.llhttp_init(self.memory, REQUEST if request else RESPONSE, ctypes.byref(self.settings))
        for bit, switch in enumerate(SETTERS):
            if flags >> bit & 1:
                switch(self.memory, 1)

    def message_begin(self):
        self.out.append('(')
        self.head_done = False
        self.text = self.body_bytes = b''
        self.name = self.value = None

    def header(self):
        if self.value is not None:
            kind = 't' if self.head_done else 'h'
            self.out.append(kind + self.name.hex() + '=' + self.value.hex())
            self.name = self.value = None

    def first_line(self, data):
        self.text += data

    def header_field(self, data):
        self.header()
        self.name = (self.name or b'') + data

    def header_value(self, data):
        self.value = (self.value or b'') + data

    def headers_complete(self):
        self.header()
        self.head_done = True
        if self.request:
            first = LLHTTP.llhttp_method_name(LLHTTP.llhttp_get_method(self.memory)).hex()
        else:
            first = str(LLHTTP.llhttp_get_status_code(self.memory))
        version = [LLHTTP.llhttp_get_http_major(self.memory), LLHTTP.llhttp_get_http_minor(self.memory)]
        self.out.append('s' + first + '=' + self.text.hex() + '=%d.%d' % tuple(version))
        if LLHTTP.llhttp_get_upgrade(self.memory):
            self.out.append('U')
            return -1
        return 0

    def body(self, data):
        self.body_bytes += data

    def message_complete(self):
        self.header()
        if self.body_bytes:
            self.out.append('b' + self.body_bytes.hex())
        self.out.append('k1)' if LLHTTP.llhttp_should_keep_alive(self.memory) else 'k0)')

    def say(self, data):
        signal.alarm(20)  # ends this process if llhttp does not return: it has a case of that
        error = LLHTTP.llhttp_execute(self.memory, data, ctypes.c_size_t(len(data)))
        signal.alarm(0)
        if error not in (0, PAUSED_UPGRADE) and self.out[-1:] != ['U']:
            self.out.append('E')
        return ' '.join(self.out)


def event(call):
    return Event(lambda _: call() or 0)


def span(call):
    return Span(lambda _, at, length: call(ctypes.string_at(at, length)) or 0)


def main():
    seen = Seen()
    seen.settings = Settings(
        message_begin=event(seen.message_begin),
        url=span(seen.first_line),
        status=span(seen.first_line),
        header_field=span(seen.header_field),
        header_value=span(seen.header_value),
        headers_complete=event(seen.headers_complete),
        body=span(seen.body),
        message_complete=event(seen.message_complete),
        chunk_complete=event(seen.header),
    )
    source = sys.stdin.buffer
    while True:
        head = source.read(7)
        if len(head) < 7:
            return
        seen.begin(head[0] == 1, int.from_bytes(head[1:3], 'big'))
        print(seen.say(source.read(int.from_bytes(head[3:], 'big'))), flush=True)


if sys.argv[1:] == ['version']:
    print('llhttp in httptools ' + httptools.__version__)
else:
    main()
