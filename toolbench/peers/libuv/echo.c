// SPDX-License-Identifier: Apache-2.0
// An echo server on libuv. What a read brought is written at once as far as the kernel takes it (uv_try_write); while
// the rest waits in a write request, nothing is read.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { BACKLOG = 1024, BUFFER = 256 * 1024 };

struct connection {
    union {
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    uv_write_t request;
    char *rest; // what the kernel did not take
};

static char buffer[BUFFER]; // every read is done with it before the next one begins

static void must(const char *what, int result) {
    if (result >= 0) return;
    fprintf(stderr, "%s: %s\n", what, uv_strerror(result));
    exit(1);
}

static void closed(uv_handle_t *handle) {
    struct connection *c = (struct connection *) handle;
    free(c->rest);
    free(c);
}

static void drop(struct connection *c) {
    if (!uv_is_closing((uv_handle_t *) &c->stream)) uv_close((uv_handle_t *) &c->stream, closed);
}

static void alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *b) {
    (void) handle, (void) suggested;
    *b = uv_buf_init(buffer, BUFFER);
}

static void readable(uv_stream_t *stream, ssize_t n, const uv_buf_t *b);

static void written(uv_write_t *request, int status) {
    struct connection *c = (struct connection *) request->handle;
    free(c->rest);
    c->rest = NULL;
    if (status < 0 || uv_read_start(&c->stream, alloc, readable) < 0) drop(c);
}

static void readable(uv_stream_t *stream, ssize_t n, const uv_buf_t *b) {
    struct connection *c = (struct connection *) stream;
    if (n == 0) return; // nothing yet
    if (n < 0) {        // the end of the stream, with all of it sent back, or an error
        drop(c);
        return;
    }
    uv_buf_t all = uv_buf_init(b->base, n);
    int sent = uv_try_write(stream, &all, 1);
    if (sent == UV_EAGAIN) sent = 0;
    if (sent < 0) {
        drop(c);
    } else if (sent < n) {
        uv_read_stop(stream);
        c->rest = malloc(n - sent);
        memcpy(c->rest, b->base + sent, n - sent);
        uv_buf_t rest = uv_buf_init(c->rest, n - sent);
        if (uv_write(&c->request, stream, &rest, 1, written) < 0) drop(c);
    }
}

static void connected(uv_stream_t *server, int status) {
    if (status < 0) {
        fprintf(stderr, "accept: %s\n", uv_strerror(status));
        return;
    }
    struct connection *c = calloc(1, sizeof *c);
    if (server->type == UV_TCP) {
        must("uv_tcp_init", uv_tcp_init(server->loop, &c->tcp));
    } else {
        must("uv_pipe_init", uv_pipe_init(server->loop, &c->pipe, 0));
    }
    if (uv_accept(server, &c->stream) < 0) {
        drop(c);
        return;
    }
    if (server->type == UV_TCP) uv_tcp_nodelay(&c->tcp, 1);
    if (uv_read_start(&c->stream, alloc, readable) < 0) drop(c);
}

static void listen_tcp(uv_tcp_t *server, const char *host, int port) {
    struct sockaddr_in a;
    must(host, uv_ip4_addr(host, port, &a));
    must("uv_tcp_init", uv_tcp_init(uv_default_loop(), server));
    must("bind", uv_tcp_bind(server, (struct sockaddr *) &a, 0));
    must("listen", uv_listen((uv_stream_t *) server, BACKLOG, connected));
    int size = sizeof a;
    must("getsockname", uv_tcp_getsockname(server, (struct sockaddr *) &a, &size));
    printf("listening on %s:%d\n", host, ntohs(a.sin_port));
}

static void listen_unix(uv_pipe_t *server, const char *path) {
    must("uv_pipe_init", uv_pipe_init(uv_default_loop(), server, 0));
    must(path, uv_pipe_bind(server, path));
    must("listen", uv_listen((uv_stream_t *) server, BACKLOG, connected));
    printf("listening on unix:%s\n", path);
}

static void terminated(uv_signal_t *handle, int number) {
    (void) number;
    uv_stop(handle->loop);
}

int main(int argc, char **argv) {
    const char *host = "127.0.0.1", *path = NULL;
    int port = 7777;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--host")) host = argv[i + 1];
        else if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--unix")) path = argv[i + 1];
    }
    signal(SIGPIPE, SIG_IGN); // a peer that is gone is an error of its write
    uv_loop_t *loop = uv_default_loop();
    uv_signal_t terminate;
    uv_signal_init(loop, &terminate);
    uv_signal_start(&terminate, terminated, SIGTERM);
    uv_tcp_t tcp;
    uv_pipe_t pipe;
    if (path) listen_unix(&pipe, path);
    else listen_tcp(&tcp, host, port);
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT) < 0;
}
