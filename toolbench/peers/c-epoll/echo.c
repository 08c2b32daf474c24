// SPDX-License-Identifier: Apache-2.0
// A bare echo server on epoll: one thread, level-triggered, one recv and one send for each event. The floor that every
// event loop stands on.
#define _GNU_SOURCE
#include "../listen.h"

#include <sys/epoll.h>

enum { EVENTS = 1024, BUFFER = 256 * 1024 };

struct connection {
    int fd;
    char *rest; // what the kernel did not take, while it is full
    size_t rest_size, rest_sent;
};

static int ep;
static char buffer[BUFFER];

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

static void readable(struct connection *c) {
    ssize_t n = recv(c->fd, buffer, BUFFER, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        drop(c);
        return;
    }
    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) sent = 0;
    if (sent < 0) {
        drop(c);
    } else if (sent < n) { // stop reading until this has left
        c->rest_size = n - sent;
        c->rest_sent = 0;
        c->rest = realloc(c->rest, c->rest_size);
        memcpy(c->rest, buffer + sent, c->rest_size);
        watch(c, EPOLL_CTL_MOD, EPOLLOUT);
    }
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
