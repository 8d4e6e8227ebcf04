/* batch.c - see intake/batch.h and <handoff/lead.h> */
#include "intake/batch.h"

#include <stdlib.h>

enum handoff_status handoff_batch_new(const struct handoff_fields *fields,
                                      struct handoff_batch **out,
                                      struct handoff_error *err)
{
    struct handoff_batch *batch = calloc(1, sizeof *batch);
    enum handoff_status status;

    if (!batch)
        return ho_no_memory(err);
    batch->fields = fields;
    status = ho_labels_new(fields, &batch->labels, err);
    if (status == HANDOFF_OK)
        *out = batch;
    else
        free(batch);
    return status;
}

void handoff_batch_clear(struct handoff_batch *batch)
{
    ho_index_release(&batch->ids);
    ho_index_release(&batch->people);
    ho_index_release(&batch->receipts);
    while (batch->kept) {
        struct ho_kept *const kept = batch->kept;

        batch->kept = kept->next;
        ho_arena_free(kept->arena);
    }
    batch->table.kind = NULL; /* it lay in one of them */
    batch->count = batch->refused_count = 0;
}

void handoff_batch_free(struct handoff_batch *batch)
{
    if (!batch)
        return;
    handoff_batch_clear(batch);
    ho_labels_free(batch->labels);
    free(batch->draft);
    free(batch->refused);
    free(batch);
}

/* Enter an id that is free: `id`, else "id-2", "id-3" ...  false: no memory. */
static bool claim_id(struct handoff_batch *batch, struct ho_arena *arena,
                     struct ho_draft *draft, const char *id)
{
    struct ho_key *taken;

    draft->id = (struct ho_key){ id, batch->count, 2 };
    taken = ho_index_enter(&batch->ids, &draft->id);
    while (taken && taken != &draft->id) {
        struct ho_key *other;

        draft->id.text = ho_arena_format(arena, "%s-%zu", id, taken->next++);
        if (draft->id.text[0] == '\0')
            return false;
        other = ho_index_enter(&batch->ids, &draft->id);
        if (!other || other == &draft->id)
            taken = other;
    }
    draft->lead.id = draft->id.text;
    return taken != NULL;
}

static bool name_lead(struct handoff_batch *batch, struct ho_arena *arena,
                      struct ho_draft *draft)
{
    const struct handoff_namer *namer = batch->namer;
    const char *id =
        namer ? namer->name(namer->user, &draft->lead, draft->wanted) : NULL;

    if (id)
        id = ho_arena_text(arena, id);
    else
        id = draft->wanted;
    if (!id)
        id = ho_arena_format(arena, "L-%04zu", batch->count + 1);
    return id[0] != '\0' && claim_id(batch, arena, draft, id);
}

/* The earlier lead with that key, or NULL.  false: no memory. */
static bool find_earlier(struct handoff_batch *batch, struct ho_index *index,
                         struct ho_key *key, const struct ho_draft **out)
{
    const struct ho_key *first;

    if (!key->text)
        return true;
    key->lead = batch->count;
    first = ho_index_enter(index, key);
    if (first && first != key)
        *out = batch->draft[first->lead];
    return first != NULL;
}

/* There are exports that give one id to two people. */
static bool is_other_person(const struct ho_draft *a, const struct ho_draft *b)
{
    return a->person.text && b->person.text &&
           strcmp(a->person.text, b->person.text) != 0;
}

static bool find_original(struct handoff_batch *batch, struct ho_draft *draft)
{
    const struct ho_draft *receipt = NULL, *person = NULL;
    struct handoff_lead *lead = &draft->lead;

    if (!find_earlier(batch, &batch->receipts, &draft->receipt, &receipt) ||
        !find_earlier(batch, &batch->people, &draft->person, &person))
        return false;
    if (receipt && !is_other_person(receipt, draft))
        lead->origin.replay_of = lead->duplicate_of = receipt->lead.id;
    else if (person)
        lead->duplicate_of = person->lead.id;
    return true;
}

static void take_back(struct handoff_batch *batch, struct ho_draft *draft)
{
    ho_index_remove(&batch->ids, &draft->id);
    ho_index_remove(&batch->people, &draft->person);
    ho_index_remove(&batch->receipts, &draft->receipt);
}

static bool join_leads(struct handoff_batch *batch, const struct ho_input *in)
{
    const size_t before = batch->count;

    for (size_t i = 0; i < in->draft_count; i++) {
        struct ho_draft *draft = in->draft[i];

        if (!name_lead(batch, in->arena, draft) ||
            !find_original(batch, draft)) {
            take_back(batch, draft);
            while (batch->count > before)
                take_back(batch, batch->draft[--batch->count]);
            return false;
        }
        batch->draft[batch->count++] = draft;
    }
    return true;
}

/* Room for `more` items behind `count`; the items stay on failure. */
static bool make_room(void *items, size_t count, size_t more, size_t size)
{
    void *old, *grown;

    if (more == 0)
        return true;
    memcpy(&old, items, sizeof old);
    grown = realloc(old, (count + more) * size); /* both below 20,000 */
    if (grown)
        memcpy(items, &grown, sizeof grown);
    return grown != NULL;
}

enum handoff_status ho_batch_join(struct handoff_batch *batch,
                                  struct ho_input *in,
                                  struct handoff_error *err)
{
    struct ho_kept *kept = ho_arena_alloc(in->arena, sizeof *kept);

    if (!kept)
        return ho_arena_status(in->arena, "the input", err);
    if (!make_room(&batch->draft, batch->count, in->draft_count,
                   sizeof(struct ho_draft *)) ||
        !make_room(&batch->refused, batch->refused_count, in->refused_count,
                   sizeof *batch->refused) ||
        !join_leads(batch, in))
        return ho_no_memory(err);
    if (in->refused_count > 0)
        memcpy(batch->refused + batch->refused_count, in->refused,
               in->refused_count * sizeof *in->refused);
    batch->refused_count += in->refused_count;
    *kept = (struct ho_kept){ batch->kept, in->arena };
    batch->kept = kept;
    in->arena = NULL; /* the batch's now */
    return HANDOFF_OK;
}

void handoff_batch_google_key(struct handoff_batch *batch, const char *key)
{
    batch->google_key = key;
}

void handoff_batch_columns(struct handoff_batch *batch,
                           const struct handoff_columns *columns)
{
    batch->columns = columns;
}

void handoff_batch_name_by(struct handoff_batch *batch,
                           const struct handoff_namer *namer)
{
    batch->namer = namer;
}

size_t handoff_batch_count(const struct handoff_batch *batch)
{
    return batch->count;
}

const struct handoff_lead *handoff_batch_lead(const struct handoff_batch *batch,
                                              size_t index)
{
    return &batch->draft[index]->lead;
}

size_t handoff_batch_refused_count(const struct handoff_batch *batch)
{
    return batch->refused_count;
}

const struct handoff_refused *handoff_batch_refused(
    const struct handoff_batch *batch, size_t index)
{
    return &batch->refused[index];
}

void handoff_value_span(const struct handoff_value *value, size_t from,
                        size_t to, size_t *start, size_t *end)
{
    *start = value->map ? value->map[from] : value->start + from;
    *end = value->map ? value->map[to] : value->start + to;
}

const struct handoff_value *handoff_lead_crm(const struct handoff_lead *lead,
                                             enum handoff_crm what)
{
    return lead->crm[what] < 0 ? NULL : &lead->value[lead->crm[what]];
}
