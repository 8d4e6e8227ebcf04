/* coverage.c - see rules/coverage.h */
#include "rules/coverage.h"

#include "rules/fact_words.h"
#include "rules/world.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

/* "employees >= 50", of the row's tests of the field. */
static const char *words_of(struct ho_arena *arena,
                            const struct handoff_policy *policy,
                            const struct ho_row *row, int field)
{
    const char *text = policy->fields.item[field].name;
    const char *join = " ";

    for (size_t t = 0; t < row->test_count; t++) {
        if (row->test[t]->field != field)
            continue;
        text = ho_arena_format(arena, "%s%s%s", text, join,
                               ho_test_words(arena, policy, row->test[t]));
        join = " and ";
    }
    return text;
}

/* The condition of a term, of which the rows of an `any:` may share one. */
static struct ho_condition *find(const struct ho_coverage *coverage,
                                 size_t rule, const struct ho_term *term)
{
    for (size_t i = coverage->condition_count; i-- > 0;) {
        struct ho_condition *c = &coverage->condition[i];

        if (c->rule != rule)
            return NULL;
        if (c->field == term->field && c->mask == term->mask)
            return c;
    }
    return NULL;
}

static enum handoff_status list_conditions(const struct handoff_policy *policy,
                                           struct ho_arena *arena,
                                           struct ho_coverage *out,
                                           struct handoff_error *err)
{
    for (size_t i = 0; i < policy->row_count; i++) {
        const struct ho_row *row = &policy->row[i];

        for (size_t t = 0; t < row->term_count; t++) {
            struct ho_condition *c;

            if (find(out, row->rule, &row->term[t]))
                continue;
            c = ho_arena_push(arena, &out->condition, &out->condition_count,
                              sizeof *c);
            if (!c)
                return ho_arena_status(arena, "the coverage", err);
            *c = (struct ho_condition){ .rule = row->rule,
                                        .row = i,
                                        .field = row->term[t].field,
                                        .mask = row->term[t].mask,
                                        .words = words_of(arena, policy, row,
                                                          row->term[t].field) };
        }
    }
    return HANDOFF_OK;
}

static void see(const struct ho_world *world, struct ho_coverage *out)
{
    const size_t last = world->policy->row[world->sure].rule;

    for (size_t i = 0; i < out->condition_count; i++) {
        struct ho_condition *c = &out->condition[i];
        const struct ho_view *view = &world->view[c->field];

        if (c->rule > last)
            return;
        c->seen_true = c->seen_true || ho_bit(view->taken, c->row) ||
                       (view->known && (view->cells & ~c->mask) == 0);
        c->seen_false = c->seen_false || ho_bit(view->failed, c->row) ||
                        (view->known && (view->cells & c->mask) == 0);
    }
}

static void mark_decided(const struct handoff_policy *policy,
                         const struct handoff_decision *d,
                         struct ho_coverage *out)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (strcmp(policy->rule[i].id, d->rule) != 0)
            continue;
        out->decided_count += !out->decided[i];
        out->decided[i] = true;
    }
}

static enum handoff_status add_case(const struct ho_ptests *tests,
                                    const struct ho_case *c,
                                    struct ho_coverage *out,
                                    struct handoff_error *err)
{
    struct ho_arena *scratch = ho_arena_new(SCRATCH_BYTES);
    struct ho_world world;
    enum handoff_status status;

    if (!scratch)
        return ho_no_memory(err);
    status =
        ho_world_make(&world, tests->policy, c->brief, c->as_of, scratch, err);
    if (status == HANDOFF_OK) {
        see(&world, out);
        mark_decided(tests->policy, c->got, out);
    }
    ho_arena_free(scratch);
    return status;
}

enum handoff_status ho_coverage_of(const struct ho_ptests *tests,
                                   struct ho_arena *arena,
                                   struct ho_coverage *out,
                                   struct handoff_error *err)
{
    enum handoff_status status;

    *out = (struct ho_coverage){ 0 };
    out->decided =
        ho_arena_alloc(arena, tests->policy->rule_count * sizeof(bool));
    if (!out->decided)
        return ho_arena_status(arena, "the coverage", err);
    status = list_conditions(tests->policy, arena, out, err);
    for (size_t i = 0; i < tests->count && status == HANDOFF_OK; i++)
        status = add_case(tests, &tests->item[i], out, err);
    for (size_t i = 0; i < out->condition_count; i++)
        out->seen_both +=
            out->condition[i].seen_true && out->condition[i].seen_false;
    return status;
}
