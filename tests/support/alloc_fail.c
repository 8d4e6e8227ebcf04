/* alloc_fail.c - see support/alloc_fail.h */
#include "support/alloc_fail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

/* The linker's names for --wrap. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

static struct {
    bool armed;
    long left; /* allocations until the one that fails */
    bool failed;
    long live; /* blocks that were not freed yet */
} state;

static bool fails(void)
{
    if (!state.armed || state.left-- > 0)
        return false;
    state.failed = true;
    state.armed = false; /* what runs behind it may allocate again */
    return true;
}

static void *counted(void *block)
{
    state.live += block != NULL;
    return block;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    if (fails())
        return NULL;
    return old ? __real_realloc(old, size) : counted(__real_malloc(size));
}

void __wrap_free(void *old)
{
    state.live -= old != NULL;
    __real_free(old);
}

static void *hook_malloc(size_t size)
{
    return malloc(size);
}

static void hook_free(void *old)
{
    free(old);
}

void fail_each_allocation(alloc_work *work)
{
    cJSON_Hooks hooks = { hook_malloc, hook_free };
    long failed = 0;

    cJSON_InitHooks(&hooks);
    for (;; failed++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        const long live = state.live;
        enum handoff_status status;

        state.armed = true;
        state.failed = false;
        state.left = failed;
        status = work(&err);
        state.armed = false;
        if (state.live != live)
            fail_msg("%ld blocks leak when allocation %ld fails",
                     state.live - live, failed);
        if (!state.failed) {
            assert_int_equal(status, HANDOFF_OK);
            break;
        }
        if (status != HANDOFF_NO_MEMORY || err.status != HANDOFF_NO_MEMORY)
            fail_msg("status %d when allocation %ld fails: %s", (int)status,
                     failed, err.message);
    }
    cJSON_InitHooks(NULL);
    if (failed == 0) /* the wrap is not linked, or there is nothing to fail */
        fail_msg("no allocation was ever made");
}

void forbid_allocations(void)
{
    state.failed = false;
    state.left = 0;
    state.armed = true;
}

bool allow_allocations(void)
{
    state.armed = false;
    return !state.failed;
}
