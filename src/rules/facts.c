/* facts.c - see rules/facts.h */
#include "rules/facts.h"

#include <stdlib.h>

#include "rules/process.h"

/* --- views --- */

/* The field's part in may and must, if_unknown included: that speaks where the
 * field is not known, and where a known range leaves the test open. */
void ho_view_fill(const struct handoff_policy *policy, int field,
                  uint64_t possible, uint64_t *room, struct ho_view *view)
{
    const struct ho_cells *cells = &policy->cells[field];
    const size_t words = policy->words;
    uint64_t *may = room, *must = room + words, *taken = room + 2 * words,
             *failed = room + 3 * words;

    for (size_t w = 0; w < words; w++) {
        uint64_t some = 0, every = UINT64_MAX, open;

        for (uint64_t rest = possible; rest; rest &= rest - 1) {
            const uint64_t pass = cells->pass[ho_lowest(rest) * words + w];

            some |= pass;
            every &= pass;
        }
        open = view->known ? some & ~every : UINT64_MAX;
        taken[w] = cells->assume_match[w] & open;
        failed[w] = cells->assume_fail[w] & open;
        may[w] = (some | taken[w]) & ~failed[w];
        must[w] = (every | taken[w]) & ~failed[w];
    }
    view->cells = possible;
    view->may = may;
    view->must = must;
    view->taken = taken;
    view->failed = failed;
}

/* It might be anything, and no assumption stands in the way. */
static void fill_any(const struct handoff_policy *policy,
                     const struct ho_cells *cells, uint64_t *room,
                     uint64_t *nothing, struct ho_view *view)
{
    const size_t words = policy->words;
    uint64_t *may = room, *must = room + words;

    for (size_t w = 0; w < words; w++) {
        must[w] = UINT64_MAX;
        for (size_t c = 0; c < cells->count; c++) {
            may[w] |= cells->pass[c * words + w];
            must[w] &= cells->pass[c * words + w];
        }
    }
    *view = (struct ho_view){ .cells = ho_cells_all(cells),
                              .may = may,
                              .must = must,
                              .taken = nothing,
                              .failed = nothing };
}

enum handoff_status ho_views_build(struct handoff_policy *policy, int field,
                                   struct handoff_error *err)
{
    struct ho_cells *cells = &policy->cells[field];
    const size_t words = policy->words;
    uint64_t *room =
        ho_arena_alloc(policy->arena, 7 * words * sizeof *cells->pass);
    struct ho_view *view =
        ho_arena_alloc(policy->arena, (HO_CODE_OPEN + 1) * sizeof *cells->view);

    if (!room || !view)
        return ho_arena_status(policy->arena, "the policy", err);
    for (size_t c = 0; c < cells->count; c++)
        view[c] = (struct ho_view){ .cells = (uint64_t)1 << c,
                                    .known = true,
                                    .may = cells->pass + c * words,
                                    .must = cells->pass + c * words,
                                    .taken = room,
                                    .failed = room };
    ho_view_fill(policy, field, ho_cells_all(cells), room + words,
                 &view[HO_CODE_OPEN]);
    fill_any(policy, cells, room + 5 * words, room, &cells->any);
    cells->view = view;
    return HANDOFF_OK;
}

/* --- the cells of a claim --- */

int64_t ho_days_from(int64_t n, int64_t today)
{
    if (today > 0 && n < INT64_MIN + today)
        return INT64_MIN;
    if (today < 0 && n > INT64_MAX + today)
        return INT64_MAX;
    return n - today;
}

static uint64_t number_cells(const struct ho_cells *cells,
                             const struct handoff_typed *typed, int64_t origin)
{
    if (!typed->has_number || typed->low > typed->high)
        return ho_cells_some(cells); /* there is one; which, is not known */
    return ho_cells_between(cells, ho_days_from(typed->low, origin),
                            ho_days_from(typed->high, origin));
}

static uint64_t enum_cells(const struct ho_cells *cells,
                           const struct handoff_field *field, const char *value)
{
    const int index = handoff_enum_find(field, ho_slice(value));

    return index >= 0 ? (uint64_t)1 << index : ho_cells_all(cells);
}

/* The cells that a stated value leaves possible. */
static uint64_t stated_cells(const struct ho_cells *cells,
                             const struct handoff_field *field,
                             const struct handoff_claim *claim, int64_t today)
{
    if (claim->typed.read == HANDOFF_READ_NONE && cells->none)
        return cells->none;
    if (!claim->value)
        return ho_cells_all(cells);
    switch (field->type) {
    case HANDOFF_TYPE_ENUM:
        return enum_cells(cells, field, claim->value);
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
        return number_cells(cells, &claim->typed, 0);
    case HANDOFF_TYPE_DATE:
        return number_cells(cells, &claim->typed, today);
    default:
        return ho_cells_of_text(cells, ho_slice(claim->value));
    }
}

static void add_fact(struct handoff_facts *facts, int field,
                     const struct handoff_claim *claim, int64_t today)
{
    const struct handoff_policy *policy = facts->policy;
    const struct ho_cells *cells = &policy->cells[field];
    unsigned code = HO_CODE_OPEN;

    if (claim->class != HANDOFF_UNKNOWN) {
        const uint64_t stated =
            stated_cells(cells, &policy->fields.item[field], claim, today);

        code = HO_CODE_SOME;
        if (stated & (stated - 1))
            facts->some[facts->some_count++] =
                (struct ho_some){ (size_t)field, stated };
        else
            code = (unsigned)ho_lowest(stated);
    }
    if (claim->class == HANDOFF_INFERRED) {
        code |= HO_CODE_INFERRED;
        for (size_t w = 0; w < policy->words; w++)
            facts->guessed = facts->guessed || cells->demand[w];
    }
    facts->code[field] = (unsigned char)code;
}

enum handoff_status handoff_policy_intern(const struct handoff_policy *policy,
                                          const struct handoff_brief *brief,
                                          int64_t as_of,
                                          struct handoff_facts **out,
                                          struct handoff_error *err)
{
    const size_t count = policy->fields.count;
    const int64_t today = ho_policy_today(policy, as_of);
    const size_t align = sizeof(struct ho_some);
    const size_t head =
        (sizeof(struct handoff_facts) + count + align - 1) / align * align;
    struct handoff_facts *facts;
    size_t some = 0;

    if (brief->fields != &policy->fields)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "the brief was made with the fields of another policy "
                       "than \"%s\"; make it again with this one",
                       policy->name);
    for (size_t f = 0; f < count; f++)
        some += brief->claim[f].class != HANDOFF_UNKNOWN;
    facts = calloc(1, head + some * sizeof *facts->some);
    if (!facts)
        return ho_no_memory(err);
    facts->policy = policy;
    facts->as_of = as_of;
    facts->some = (void *)((char *)facts + head);
    for (size_t t = 0; t < policy->tested_count; t++)
        add_fact(facts, policy->tested[t], &brief->claim[policy->tested[t]],
                 today);
    facts->stopped = ho_stop_applies(policy, brief, as_of);
    *out = facts;
    return HANDOFF_OK;
}

void handoff_facts_free(struct handoff_facts *facts)
{
    free(facts);
}
