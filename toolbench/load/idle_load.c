// SPDX-License-Identifier: Apache-2.0
// Opens N connections to an echo server, sends one byte on each and gets it back, prints "ready", and keeps them open until
// it is killed.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what, int i) {
    fprintf(stderr, "idle_load: %s, connection %d: %s\n", what, i, strerror(errno));
    exit(1);
}

int main(int argc, char **argv) {
    const char *host = "127.0.0.1";
    int port = 7777, connections = 10000;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--host")) host = argv[i + 1];
        else if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--connections")) connections = atoi(argv[i + 1]);
        else {
            fprintf(stderr, "idle_load: unknown option %s\n", argv[i]);
            return 2;
        }
    }
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &a.sin_addr);
    for (int i = 0; i < connections; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        char byte = (char) i, back;
        if (fd < 0) die("socket", i);
        if (connect(fd, (struct sockaddr *) &a, sizeof a) < 0) die("connect", i);
        if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1) die("send", i);
        if (recv(fd, &back, 1, 0) != 1 || back != byte) die("its byte did not come back", i);
    }
    printf("ready\n");
    fflush(stdout);
    pause();
    return 0;
}
