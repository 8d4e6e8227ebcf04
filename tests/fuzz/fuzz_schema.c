/* fuzz_schema.c - compiling any schema and checking any instance ends, and
 * a problem's pointers are texts.  Input: the schema, a newline, the
 * instance. */
#include <handoff/schema.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"

static void check_result(const struct handoff_schema_result *r)
{
    FUZZ_ASSERT(r->valid == (r->count == 0));
    for (size_t i = 0; i < r->count; i++) {
        FUZZ_ASSERT(r->item[i].instance && r->item[i].keyword);
        FUZZ_ASSERT(r->item[i].message && *r->item[i].message);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice all = { (const char *)data, size };
    const struct handoff_schema_options options = { .assert_format = true };
    const size_t line = ho_find(all, 0, ho_slice("\n"));
    struct handoff_schema_result r;
    struct handoff_schema *schema = NULL;

    if (line == SIZE_MAX ||
        handoff_schema_compile(ho_part(all, 0, line), &options, &schema,
                               NULL) != HANDOFF_OK)
        return 0;
    if (handoff_schema_check(schema, ho_part(all, line + 1, all.len), &r,
                             NULL) == HANDOFF_OK) {
        check_result(&r);
        handoff_schema_result_release(&r);
    }
    handoff_schema_free(schema);
    return 0;
}
