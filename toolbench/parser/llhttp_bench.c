// SPDX-License-Identifier: Apache-2.0
// llhttp over the bytes of a file, again and again, with callbacks that look at every value.
//
//     llhttp_bench FILE ...
//
// A file whose name ends in .request has requests, any other one responses. For every line on stdin, the index of a file
// and a number of nanoseconds (what is behind them is for others), one on stdout: how many bytes were parsed, in how many
// nanoseconds, and what was seen since the last line.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "llhttp.h"

enum { MESSAGES = 16, BYTES = 65536, BATCH = 65536 };

static struct {
    llhttp_t *parser;
    size_t length;
    char bytes[BYTES];
} messages[MESSAGES];

static uint64_t sum;

static int look(llhttp_t *parser, const char *at, size_t length) {
    (void) parser;
    if (length > 0) {
        sum += length + (unsigned char) at[0] + (unsigned char) at[length - 1];
    }
    return 0;
}

static int count(llhttp_t *parser) {
    (void) parser;
    sum++;
    return 0;
}

static int chunk(llhttp_t *parser) {
    sum += parser->content_length;
    return 0;
}

static const llhttp_settings_t settings = {
    .on_reset = count,
    .on_message_begin = count,
    .on_method = look,
    .on_url = look,
    .on_protocol = look,
    .on_version = look,
    .on_status = look,
    .on_header_field = look,
    .on_header_value = look,
    .on_headers_complete = count,
    .on_chunk_extension_name = look,
    .on_chunk_extension_value = look,
    .on_chunk_header = chunk,
    .on_body = look,
    .on_chunk_complete = count,
    .on_message_complete = count,
};

static void fail(const char *what) {
    fprintf(stderr, "llhttp_bench: %s\n", what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static int is_request(const char *name) {
    const char *end = strrchr(name, '.');
    return end != NULL && strcmp(end, ".request") == 0;
}

static void run(unsigned index, uint64_t nanos) {
    llhttp_t *parser = messages[index].parser;
    const char *bytes = messages[index].bytes;
    size_t length = messages[index].length;
    uint64_t before = sum;
    uint64_t start = now();
    uint64_t taken;
    uint64_t parsed = 0;
    do {
        for (size_t done = 0; done < BATCH; done += length) {
            if (llhttp_execute(parser, bytes, length) != HPE_OK) {
                fail(llhttp_get_error_reason(parser));
            }
            parsed += length;
        }
        taken = now() - start;
    } while (taken < nanos);
    printf("%llu %llu %llu\n", (unsigned long long) parsed, (unsigned long long) taken,
           (unsigned long long) (sum - before));
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc < 2 || argc - 1 > MESSAGES) {
        fail("usage: llhttp_bench FILE ...");
    }
    static llhttp_t requests, responses;
    llhttp_init(&requests, HTTP_REQUEST, &settings);
    llhttp_init(&responses, HTTP_RESPONSE, &settings);
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            fail("a file cannot be read");
        }
        messages[i - 1].length = fread(messages[i - 1].bytes, 1, BYTES, file);
        messages[i - 1].parser = is_request(argv[i]) ? &requests : &responses;
        fclose(file);
        if (messages[i - 1].length == 0) {
            fail("a file is empty");
        }
    }
    char line[128];
    while (fgets(line, sizeof line, stdin) != NULL) {
        unsigned index;
        unsigned long long nanos;
        if (sscanf(line, "%u %llu", &index, &nanos) != 2 || index >= (unsigned) argc - 1) {
            fail("expected an index and nanoseconds");
        }
        run(index, nanos);
    }
    return 0;
}
