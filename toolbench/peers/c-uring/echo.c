// SPDX-License-Identifier: Apache-2.0
// A bare echo server on io_uring: one thread, multishot accept and receive into few large buffers that are filled bit by
// bit (Linux 6.12; more of them when they do not suffice), a plain send for each completion, one io_uring_enter for each turn.
#define _GNU_SOURCE
#include "../listen.h"

#include <linux/io_uring.h>
#include <poll.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

// what older headers lack
enum { SETUP_NO_SQARRAY = 1 << 16, PBUF_RING_INC = 2, CQE_BUF_MORE = 1 << 4 };
enum { ENTRIES = 256, COMPLETIONS = 8192, BUFFERS = 64, BUFFERS_AT_FIRST = 8, BUFFER = 128 * 1024 };

struct connection {
    int fd, receiving, waiting, ended, closing; // ended: the other side sends no more, but what waits is still for it
    char *rest; // what the kernel did not take, while it is full
    size_t rest_size, rest_sent;
};

enum { RECEIVED = 0, WRITABLE = 1, CANCELLED = 2, ACCEPTED = 3, KIND = 3 }; // in the low bits of user_data

static int ring, listener;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static unsigned *sq_head, *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask, tail, submitted;
static struct io_uring_buf_ring *provided;
static char *memory;
static unsigned short provided_tail;
static size_t filled[BUFFERS];

static void enter(unsigned wait) {
    __atomic_store_n(sq_tail, tail, __ATOMIC_RELEASE);
    int n = syscall(SYS_io_uring_enter, ring, tail - submitted, wait, IORING_ENTER_GETEVENTS, NULL, 0);
    if (n < 0 && errno != EINTR && errno != EAGAIN && errno != EBUSY) die("io_uring_enter");
    submitted = n < 0 ? __atomic_load_n(sq_head, __ATOMIC_ACQUIRE) : submitted + n;
}

static struct io_uring_sqe *next(int opcode, int fd, void *owner, int kind) {
    while (tail - __atomic_load_n(sq_head, __ATOMIC_ACQUIRE) == ENTRIES) enter(0);
    struct io_uring_sqe *sqe = &sqes[tail++ & sq_mask];
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = opcode;
    sqe->fd = fd;
    sqe->user_data = (uintptr_t) owner | kind;
    return sqe;
}

static void provide(int id) {
    filled[id] = 0;
    struct io_uring_buf *b = &provided->bufs[provided_tail & (BUFFERS - 1)];
    b->addr = (uintptr_t) (memory + (size_t) id * BUFFER);
    b->len = BUFFER;
    b->bid = id;
    __atomic_store_n(&provided->tail, ++provided_tail, __ATOMIC_RELEASE);
}

static void provide_more(void) {
    static int in_use;
    for (int end = in_use + BUFFERS_AT_FIRST; in_use < end && in_use < BUFFERS; in_use++) provide(in_use);
}

static void set_up(void) {
    struct io_uring_params p = {.cq_entries = COMPLETIONS,
                                .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                                         IORING_SETUP_DEFER_TASKRUN | SETUP_NO_SQARRAY};
    ring = syscall(SYS_io_uring_setup, ENTRIES, &p);
    if (ring < 0) die("io_uring_setup");
    int access = PROT_READ | PROT_WRITE, how = MAP_SHARED | MAP_POPULATE;
    char *rings = mmap(NULL, p.cq_off.cqes + p.cq_entries * sizeof *cqes, access, how, ring, IORING_OFF_SQ_RING);
    sqes = mmap(NULL, p.sq_entries * sizeof *sqes, access, how, ring, IORING_OFF_SQES);
    memory = mmap(NULL, (size_t) BUFFERS * BUFFER, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    provided = mmap(NULL, 4096, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (rings == MAP_FAILED || sqes == MAP_FAILED || memory == MAP_FAILED || provided == MAP_FAILED) die("mmap");
    sq_head = (unsigned *) (rings + p.sq_off.head);
    sq_tail = (unsigned *) (rings + p.sq_off.tail);
    cq_head = (unsigned *) (rings + p.cq_off.head);
    cq_tail = (unsigned *) (rings + p.cq_off.tail);
    cqes = (struct io_uring_cqe *) (rings + p.cq_off.cqes);
    sq_mask = p.sq_entries - 1;
    cq_mask = p.cq_entries - 1;
    struct io_uring_buf_reg r = {.ring_addr = (uintptr_t) provided, .ring_entries = BUFFERS};
    ((unsigned short *) &r.bgid)[1] = PBUF_RING_INC; // the field after bgid: "pad" in older headers, "flags" in newer ones
    if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &r, 1) < 0) die("io_uring_register");
    provide_more();
}

static void accept_many(void) {
    struct io_uring_sqe *sqe = next(IORING_OP_ACCEPT, listener, NULL, ACCEPTED);
    sqe->ioprio = IORING_ACCEPT_MULTISHOT;
    sqe->accept_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
}

static void receive_many(struct connection *c) {
    struct io_uring_sqe *sqe = next(IORING_OP_RECV, c->fd, c, RECEIVED);
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    c->receiving = 1;
}

static void wait_writable(struct connection *c) {
    next(IORING_OP_POLL_ADD, c->fd, c, WRITABLE)->poll32_events = POLLOUT;
    c->waiting = 1;
}

static void drop(struct connection *c) {
    if (!c->closing) shutdown(c->fd, SHUT_RDWR); // ends what is under way
    c->closing = 1;
    if (c->receiving || c->waiting) return;
    close(c->fd);
    free(c->rest);
    free(c);
}

static void keep(struct connection *c, const char *bytes, size_t n) {
    c->rest = realloc(c->rest, c->rest_size + n);
    memcpy(c->rest + c->rest_size, bytes, n);
    c->rest_size += n;
}

// stops reading while the kernel does not take all
static void echo(struct connection *c, const char *bytes, size_t n) {
    if (c->rest_size > 0) {
        keep(c, bytes, n);
        return;
    }
    ssize_t sent = send(c->fd, bytes, n, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) sent = 0;
    if (sent < 0) {
        drop(c);
    } else if ((size_t) sent < n) {
        keep(c, bytes + sent, n - sent);
        wait_writable(c);
        next(IORING_OP_ASYNC_CANCEL, -1, NULL, CANCELLED)->addr = (uintptr_t) c | RECEIVED;
    }
}

static void received(struct connection *c, int result, unsigned flags) {
    c->receiving = (flags & IORING_CQE_F_MORE) != 0;
    if (flags & IORING_CQE_F_BUFFER) {
        int id = flags >> IORING_CQE_BUFFER_SHIFT;
        if (result > 0 && !c->closing) echo(c, memory + (size_t) id * BUFFER + filled[id], result);
        if (flags & CQE_BUF_MORE) filled[id] += result;
        else provide(id);
    }
    if (c->receiving) return;
    if (result == -ENOBUFS) provide_more();
    if (result == 0) c->ended = 1;
    if (c->ended && c->waiting && !c->closing) return;
    if (c->closing || c->ended || (result < 0 && result != -ENOBUFS && result != -ECANCELED)) drop(c);
    else if (!c->waiting) receive_many(c);
}

static void writable(struct connection *c) {
    c->waiting = 0;
    if (c->closing) {
        drop(c);
        return;
    }
    ssize_t sent = send(c->fd, c->rest + c->rest_sent, c->rest_size - c->rest_sent, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        drop(c);
        return;
    }
    if (sent > 0) c->rest_sent += sent;
    if (c->rest_sent < c->rest_size) {
        wait_writable(c);
        return;
    }
    c->rest_size = c->rest_sent = 0;
    if (c->ended) drop(c);
    else if (!c->receiving) receive_many(c);
}

static void accepted(int result, unsigned flags) {
    if (result >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        c->fd = result;
        receive_many(c);
    }
    if (!(flags & IORING_CQE_F_MORE)) accept_many();
}

static void complete(struct io_uring_cqe *cqe) {
    struct connection *c = (struct connection *) (uintptr_t) (cqe->user_data & ~(uint64_t) KIND);
    switch (cqe->user_data & KIND) {
        case RECEIVED: received(c, cqe->res, cqe->flags); break;
        case WRITABLE: writable(c); break;
        case ACCEPTED: accepted(cqe->res, cqe->flags); break;
    }
}

int main(int argc, char **argv) {
    set_up(); // first: what cannot have a ring does not say that it listens
    listener = listen_as_told(argc, argv);
    accept_many();
    for (;;) {
        enter(1);
        unsigned head = *cq_head, end = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
        while (head != end) {
            complete(&cqes[head++ & cq_mask]);
            __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
        }
    }
}
