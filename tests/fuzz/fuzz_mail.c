/* fuzz_mail.c - whatever arrives as mail: nothing crashes, each value stands
 * in what is kept, and what is kept is read again as the same lead. */
#include <handoff/lead.h>

#include <string.h>

#include "base/slice.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "fuzz/kept.h"
#include "fuzz/policy.h"

static void check_value(const struct handoff_lead *lead,
                        const struct handoff_value *value)
{
    size_t start = 0, end = 0;

    handoff_value_span(value, 0, value->text.len, &start, &end);
    FUZZ_ASSERT(start < end && end <= lead->bytes.len);
    if (!value->map)
        FUZZ_ASSERT(memcmp(lead->bytes.ptr + start, value->text.ptr,
                           value->text.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice bytes = { (const char *)data, size };
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(fuzz_fields(), &batch, NULL) != HANDOFF_OK)
        return 0;
    handoff_batch_add(batch, "fuzz.eml", bytes, NULL);
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        const struct handoff_lead *lead = handoff_batch_lead(batch, i);

        FUZZ_ASSERT(ho_utf8_check(lead->bytes, NULL) == HANDOFF_OK);
        for (size_t v = 0; v < lead->count; v++)
            check_value(lead, &lead->value[v]);
        check_kept(lead, fuzz_fields());
    }
    handoff_batch_free(batch);
    return 0;
}
