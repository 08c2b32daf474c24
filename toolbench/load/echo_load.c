// SPDX-License-Identifier: Apache-2.0
// Load for an echo server: N connections, each with one message under way (closed loop), every byte compared. Prints one
// line of JSON: requests, both sides' CPU time, latencies. Ends with 1 when a connection fails, 3 when wrong bytes come
// back, 4 when none do.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, BUFFER = 256 * 1024, BUCKETS = 64 * 32, DRAIN_SECONDS = 10 };

struct connection {
    int fd, awaits_room;
    size_t sent, received;
    uint64_t started; // 0: nothing is under way
};

static const char *host = "127.0.0.1", *path = NULL;
static int port = 7777, connections = 10, size = 1024, lines = 0, pid = 0;
static double warmup = 1, seconds = 4;
static char *message, buffer[BUFFER];
static int ep, draining;
static uint64_t requests, histogram[BUCKETS], slowest;

static void die(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now_ns(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t) < 0) die("clock_gettime");
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

// buckets of 1/32 of a power of two
static int bucket_of(uint64_t ns) {
    if (ns < 32) return (int) ns;
    int bits = 63 - __builtin_clzll(ns);
    return (bits - 4) * 32 + (int) ((ns >> (bits - 5)) & 31);
}

static uint64_t value_of(int bucket) {
    if (bucket < 32) return bucket;
    int bits = bucket / 32 + 4;
    return (1ull << bits) + ((uint64_t) (bucket % 32) << (bits - 5)) + ((1ull << (bits - 5)) >> 1);
}

static double percentile_us(double p) {
    uint64_t total = 0, seen = 0;
    for (int i = 0; i < BUCKETS; i++) total += histogram[i];
    for (int i = 0; i < BUCKETS; i++) {
        seen += histogram[i];
        if (seen >= total * p / 100.0 && seen > 0) return value_of(i) / 1000.0;
    }
    return 0;
}

static int connect_one(void) {
    int fd;
    if (path) {
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct sockaddr_un a = {.sun_family = AF_UNIX};
        strncpy(a.sun_path, path, sizeof a.sun_path - 1);
        if (connect(fd, (struct sockaddr *) &a, sizeof a) < 0) die("connect");
    } else {
        fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
        inet_pton(AF_INET, host, &a.sin_addr);
        if (connect(fd, (struct sockaddr *) &a, sizeof a) < 0) die("connect");
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    return fd;
}

static void watch(struct connection *c, int op, unsigned events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    if (epoll_ctl(ep, op, c->fd, &e) < 0) die("epoll_ctl");
}

static void send_more(struct connection *c) {
    ssize_t n = send(c->fd, message + c->sent, size - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN) die("send");
    if (n > 0) c->sent += n;
    int awaits_room = c->sent < (size_t) size;
    if (awaits_room != c->awaits_room) watch(c, EPOLL_CTL_MOD, awaits_room ? EPOLLIN | EPOLLOUT : EPOLLIN);
    c->awaits_room = awaits_room;
}

static void begin(struct connection *c) {
    c->sent = c->received = 0;
    c->started = now_ns(CLOCK_MONOTONIC);
    send_more(c);
}

static void receive(struct connection *c) {
    ssize_t n = recv(c->fd, buffer, BUFFER, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) die("recv");
    if (n == 0) {
        fprintf(stderr, "load: the server closed a connection\n");
        exit(1);
    }
    if (c->received + n > (size_t) size || memcmp(buffer, message + c->received, n) != 0) {
        fprintf(stderr, "load: wrong bytes came back\n");
        exit(3);
    }
    c->received += n;
    if (c->received == (size_t) size) {
        uint64_t took = now_ns(CLOCK_MONOTONIC) - c->started;
        histogram[bucket_of(took)]++;
        if (took > slowest) slowest = took;
        requests++;
        c->started = 0;
        if (!draining) begin(c);
    }
}

static void turn(void) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(ep, events, EVENTS, 100);
    for (int i = 0; i < n; i++) {
        struct connection *c = events[i].data.ptr;
        if (events[i].events & EPOLLOUT) send_more(c);
        if (events[i].events & ~EPOLLOUT) receive(c);
    }
}

static void run(double length) {
    uint64_t end = now_ns(CLOCK_MONOTONIC) + (uint64_t) (length * 1e9);
    for (unsigned turns = 0; (turns & 15) != 0 || now_ns(CLOCK_MONOTONIC) < end; turns++) turn();
}

// what is under way must come back
static void drain(struct connection *all) {
    draining = 1;
    uint64_t end = now_ns(CLOCK_MONOTONIC) + (uint64_t) (DRAIN_SECONDS * 1e9);
    for (;;) {
        int missing = 0;
        for (int i = 0; i < connections; i++) missing += all[i].started != 0;
        if (missing == 0) return;
        if (now_ns(CLOCK_MONOTONIC) > end) {
            fprintf(stderr, "load: %d of %d connections got no answer\n", missing, connections);
            exit(4);
        }
        turn();
    }
}

// of the server, in the kernel: proc(5), in ticks
static uint64_t system_ns(void) {
    char name[64], text[1024];
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    FILE *f = fopen(name, "r");
    if (!f) die(name);
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = 0;
    char *at = strrchr(text, ')');
    unsigned long long ticks = 0;
    if (!at || sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %llu", &ticks) != 1) die(name);
    return ticks * (1000000000ull / sysconf(_SC_CLK_TCK));
}

// random bytes; with --lines N, N lines of that many bytes, each with its newline
static void make_message(void) {
    int line = size;
    if (lines) size *= lines;
    message = malloc(size);
    uint32_t x = 12345;
    for (int i = 0; i < size; i++) {
        char byte = (char) ((x = x * 1664525 + 1013904223) >> 24);
        message[i] = !lines ? byte : i % line == line - 1 ? '\n' : byte == '\n' ? ' ' : byte;
    }
}

int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2) {
        char *o = argv[i], *v = argv[i + 1];
        if (!strcmp(o, "--host")) host = v;
        else if (!strcmp(o, "--port")) port = atoi(v);
        else if (!strcmp(o, "--unix")) path = v;
        else if (!strcmp(o, "--connections")) connections = atoi(v);
        else if (!strcmp(o, "--size")) size = atoi(v);
        else if (!strcmp(o, "--lines")) lines = atoi(v);
        else if (!strcmp(o, "--seconds")) seconds = atof(v);
        else if (!strcmp(o, "--warmup")) warmup = atof(v);
        else if (!strcmp(o, "--pid")) pid = atoi(v);
        else {
            fprintf(stderr, "load: unknown option %s\n", o);
            return 2;
        }
    }
    make_message();
    ep = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc(connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        all[i].fd = connect_one();
        watch(&all[i], EPOLL_CTL_ADD, EPOLLIN);
    }
    for (int i = 0; i < connections; i++) begin(&all[i]);
    run(warmup);
    clockid_t server_clock = CLOCK_MONOTONIC;
    if (pid && clock_getcpuclockid(pid, &server_clock) != 0) die("clock_getcpuclockid");
    requests = 0;
    slowest = 0;
    memset(histogram, 0, sizeof histogram);
    uint64_t wall = now_ns(CLOCK_MONOTONIC), own = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    uint64_t server = pid ? now_ns(server_clock) : 0, server_system = pid ? system_ns() : 0;
    run(seconds);
    server = pid ? now_ns(server_clock) - server : 0;
    server_system = pid ? system_ns() - server_system : 0;
    own = now_ns(CLOCK_PROCESS_CPUTIME_ID) - own;
    wall = now_ns(CLOCK_MONOTONIC) - wall;
    uint64_t measured = requests;
    drain(all);
    if (measured == 0) {
        fprintf(stderr, "load: no answer in %g s\n", seconds);
        return 4;
    }
    printf("{\"requests\":%llu,\"wallNanos\":%llu,\"serverCpuNanos\":%llu,\"serverSystemNanos\":%llu,\"clientCpuNanos\":%llu,"
           "\"p50Micros\":%.1f,\"p75Micros\":%.1f,\"p90Micros\":%.1f,\"p99Micros\":%.1f,\"p999Micros\":%.1f,\"maxMicros\":%.1f}\n",
           (unsigned long long) measured, (unsigned long long) wall, (unsigned long long) server,
           (unsigned long long) server_system, (unsigned long long) own, percentile_us(50), percentile_us(75),
           percentile_us(90), percentile_us(99), percentile_us(99.9), slowest / 1000.0);
    return 0;
}
