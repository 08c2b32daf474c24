// SPDX-License-Identifier: Apache-2.0
// A bare loop on epoll that answers every request with a reply made beforehand, and parses nothing but the size in
// "GET /1024 ": not a server, but the floor under every server. A request must come whole.
#define _GNU_SOURCE
#include "../listen.h"

#include <sys/epoll.h>
#include <sys/uio.h>

enum { EVENTS = 1024, BUFFER = 256 * 1024, SIZES = 3, BATCH = 64 };

struct connection {
    int fd;
    char *rest; // what the kernel did not take, while it is full
    size_t rest_size, rest_sent;
};

struct reply {
    char *bytes;
    size_t size;
};

static int ep;
static char buffer[BUFFER];
static struct reply replies[SIZES];

static struct reply reply(size_t size) {
    struct reply r = {malloc(size + 256), 0};
    r.size = sprintf(r.bytes, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", size);
    memset(r.bytes + r.size, 'x', size);
    r.size += size;
    return r;
}

static void watch(struct connection *c, int op, unsigned events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    if (epoll_ctl(ep, op, c->fd, &e) < 0) die("epoll_ctl");
}

static void drop(struct connection *c) {
    close(c->fd);
    free(c->rest);
    free(c);
}

static void accept_all(int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static void keep(struct connection *c, struct iovec *parts, int count, size_t sent, size_t all) {
    c->rest = realloc(c->rest, all - sent);
    c->rest_size = 0;
    c->rest_sent = 0;
    for (int i = 0; i < count; i++) {
        size_t skip = sent < parts[i].iov_len ? sent : parts[i].iov_len;
        memcpy(c->rest + c->rest_size, (char *) parts[i].iov_base + skip, parts[i].iov_len - skip);
        c->rest_size += parts[i].iov_len - skip;
        sent -= skip;
    }
    watch(c, EPOLL_CTL_MOD, EPOLLOUT); // and stop reading until this has left
}

static void readable(struct connection *c) {
    ssize_t n = recv(c->fd, buffer, BUFFER - 1, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        drop(c);
        return;
    }
    buffer[n] = 0;
    struct iovec parts[BATCH];
    int count = 0;
    size_t all = 0;
    for (char *at = buffer, *end; count < BATCH && (end = strstr(at, "\r\n\r\n")); at = end + 4) {
        size_t size = strtoul(at + 5, NULL, 10);
        struct reply *r = &replies[size == 1024 ? 0 : size == 10240 ? 1 : 2];
        parts[count++] = (struct iovec) {r->bytes, r->size};
        all += r->size;
    }
    if (count == 0) return;
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent = sendmsg(c->fd, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) sent = 0;
    if (sent < 0) drop(c);
    else if ((size_t) sent < all) keep(c, parts, count, sent, all);
}

static void writable(struct connection *c) {
    ssize_t sent = send(c->fd, c->rest + c->rest_sent, c->rest_size - c->rest_sent, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN) drop(c);
        return;
    }
    c->rest_sent += sent;
    if (c->rest_sent == c->rest_size) watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

int main(int argc, char **argv) {
    int listener = listen_as_told(argc, argv);
    replies[0] = reply(1024);
    replies[1] = reply(10240);
    replies[2] = reply(102400);
    ep = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    if (epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e) < 0) die("epoll_ctl");
    for (;;) {
        int n = epoll_wait(ep, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) accept_all(listener);
            else if (events[i].events & EPOLLOUT) writable(c);
            else readable(c);
        }
    }
}
