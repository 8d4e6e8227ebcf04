/* test_filter_memory.c - each allocation of `check text` fails in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <handoff/filter.h>

#include "base/slice.h"
#include "support/alloc_fail.h"

/* A text and an object as sources; findings of several kinds. */
static enum handoff_status use_text(struct handoff_error *err)
{
    static const char *const lines[] = {
        "{\"id\":1,\"source\":{\"crm\":{\"has_crm\":false,\"seats\":40},"
        "\"names\":[\"Ada Fox\",\"Bo Lind\"]},\"text\":\"Ada Lind has a CRM, "
        "90 seats and an approved budget of 50k since 3 May.\"}",
        "{\"id\":2,\"source\":\"We have no budget. Not urgent. "
        "\\u4e2d\\u6587\\u516c\\u53f8 Mail ada@fox.example\","
        "\"text\":\"It is urgent; \\u4e2d\\u56fd; write to bo@fox.example\"}"
    };
    const struct handoff_filter_options options = { 0 };
    struct handoff_filter *filter = NULL;
    enum handoff_status status =
        handoff_filter_new(HANDOFF_FILTER_TEXT, &options, &filter, err);

    for (size_t i = 0; i < 2 && status == HANDOFF_OK; i++) {
        struct handoff_slice out;
        bool refused = false;

        status = handoff_filter_line(filter, ho_slice(lines[i]), &out, &refused,
                                     err);
        if (status == HANDOFF_OK)
            assert_true(refused);
    }
    handoff_filter_free(filter);
    return status;
}

static void test_text(void **state)
{
    (void)state;
    fail_each_allocation(use_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_text) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
