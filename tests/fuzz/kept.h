/* kept.h - a lead as it is kept, read again, is the lead it was. */
#ifndef TEST_FUZZ_KEPT_H
#define TEST_FUZZ_KEPT_H

#include <handoff/lead.h>

#include <string.h>

#include "fuzz/fuzz.h"

static inline void check_kept(const struct handoff_lead *lead,
                              const struct handoff_fields *fields)
{
    const struct handoff_kept_lead kept = {
        .kind = lead->kind,
        .id = lead->id,
        .file = lead->file,
        .duplicate_of = lead->duplicate_of,
        .line = lead->line,
        .frame = lead->frame,
        .bytes = lead->bytes,
    };
    const struct handoff_lead *again;
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(fields, &batch, NULL) != HANDOFF_OK)
        return;
    FUZZ_ASSERT(handoff_batch_restore(batch, &kept, NULL) == HANDOFF_OK);
    again = handoff_batch_lead(batch, 0);
    FUZZ_ASSERT(strcmp(again->origin.key, lead->origin.key) == 0);
    FUZZ_ASSERT(again->count == lead->count);
    FUZZ_ASSERT(again->origin.asides == lead->origin.asides);
    for (size_t v = 0; v < lead->count; v++)
        FUZZ_ASSERT(again->value[v].start == lead->value[v].start &&
                    again->value[v].text.len == lead->value[v].text.len);
    handoff_batch_free(batch);
}

#endif
