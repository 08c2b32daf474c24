// SPDX-License-Identifier: Apache-2.0
// What the C peers share: a listening socket from the command line, and the line that says that it is there.
#ifndef JVLOOP_PEERS_LISTEN_H
#define JVLOOP_PEERS_LISTEN_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static int listen_tcp(const char *host, int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) die("socket");
    int one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // inherited by accepted sockets
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &a.sin_addr) != 1) {
        fprintf(stderr, "not an IPv4 address: %s\n", host);
        exit(2);
    }
    if (bind(fd, (struct sockaddr *) &a, sizeof a) < 0) die("bind");
    if (listen(fd, 1024) < 0) die("listen");
    socklen_t n = sizeof a;
    getsockname(fd, (struct sockaddr *) &a, &n);
    printf("listening on %s:%d\n", host, ntohs(a.sin_port));
    return fd;
}

static int listen_unix(const char *path) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) die("socket");
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof a.sun_path) {
        fprintf(stderr, "path too long: %s\n", path);
        exit(2);
    }
    strcpy(a.sun_path, path);
    unlink(path);
    if (bind(fd, (struct sockaddr *) &a, sizeof a) < 0) die("bind");
    if (listen(fd, 1024) < 0) die("listen");
    printf("listening on unix:%s\n", path);
    return fd;
}

static void end(int signal) {
    (void) signal;
    _exit(0);
}

/* [--host H] [--port N] | --unix PATH */
static int listen_as_told(int argc, char **argv) {
    const char *host = "127.0.0.1", *path = NULL;
    int port = 7777;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--host")) host = argv[i + 1];
        else if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--unix")) path = argv[i + 1];
        else {
            fprintf(stderr, "unknown option %s\n", argv[i]);
            exit(2);
        }
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, end);
    int fd = path ? listen_unix(path) : listen_tcp(host, port);
    fflush(stdout);
    return fd;
}

#endif
