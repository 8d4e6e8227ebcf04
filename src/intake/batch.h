/* batch.h - the leads of a batch.
 *
 * An input is read into an arena of its own and joins the batch when all of
 * it was read: what fails leaves no trace.
 */
#ifndef HANDOFF_INTAKE_BATCH_H
#define HANDOFF_INTAKE_BATCH_H

#include "intake/csv_header.h"

/* Keeps an arena alive; lies in the arena itself. */
struct ho_kept {
    struct ho_kept *next;
    struct ho_arena *arena;
};

struct handoff_batch {
    const struct handoff_fields *fields;
    struct ho_labels *labels;
    const struct handoff_namer *namer; /* or NULL */
    struct ho_kept *kept;
    struct ho_draft **draft;
    size_t count;
    struct handoff_refused *refused;
    size_t refused_count;
    struct ho_index ids, people, receipts;
    const char *google_key;
    const struct handoff_columns *columns; /* or NULL */
    struct ho_csv_frame table; /* of the row that was restored last */
};

/* Name the leads of what was read, find whose duplicates they are, and take
 * them over with the input's arena. */
enum handoff_status ho_batch_join(struct handoff_batch *batch,
                                  struct ho_input *in,
                                  struct handoff_error *err);

static inline struct handoff_lead *ho_batch_lead(
    const struct handoff_batch *batch, size_t index)
{
    return &batch->draft[index]->lead;
}

/* Lives as long as the batch; NULL while it holds no lead. */
static inline struct ho_arena *ho_batch_arena(const struct handoff_batch *batch)
{
    return batch->kept ? batch->kept->arena : NULL;
}

#endif
