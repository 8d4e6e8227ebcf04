/* fuzz.h - the entry point that libFuzzer and replay.c call. */
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of the code under test that was broken. */
#define FUZZ_ASSERT(promise) \
    do {                     \
        if (!(promise))      \
            abort();         \
    } while (0)

#endif
