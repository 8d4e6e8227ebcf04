/* fuzz_intake.c - whatever arrives, each value's bytes lie inside its lead. */
#include <handoff/lead.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"
#include "fuzz/policy.h"

static void check_value(const struct handoff_lead *lead,
                        const struct handoff_value *value)
{
    size_t start = 0, end = 0;

    FUZZ_ASSERT(value->text.len > 0);
    handoff_value_span(value, 0, value->text.len, &start, &end);
    FUZZ_ASSERT(start <= end && end <= lead->bytes.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice bytes = { (const char *)data, size };
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(fuzz_fields(), &batch, NULL) != HANDOFF_OK)
        return 0;
    handoff_batch_add(batch, "fuzz", bytes, NULL);
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        const struct handoff_lead *lead = handoff_batch_lead(batch, i);

        for (size_t v = 0; v < lead->count; v++)
            check_value(lead, &lead->value[v]);
    }
    handoff_batch_free(batch);
    return 0;
}
