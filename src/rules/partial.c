/* partial.c - see rules/partial.h */
#include "rules/partial.h"

#include "base/clock.h"
#include "rules/cells.h"
#include "rules/fact_words.h"
#include "rules/reach.h"
#include "rules/written.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

/* A field that goes through its states; claim[0] is Unknown. */
struct wheel {
    int field;
    const char **text;
    struct handoff_claim *claim;
    size_t text_count, claim_count, at;
};

struct search {
    const struct handoff_policy *policy, *cells;
    const struct ho_mutant *mutant;
    struct ho_arena *scratch, *arena;
    int64_t as_of;
    size_t *briefs; /* that may still be tried */
    struct wheel *wheel;
    size_t wheel_count;
    const char **fact;           /* the texts of the brief, one a field */
    struct handoff_claim *claim; /* one a field */
    struct handoff_decider *decider[2];
    struct ho_shown *out;
    struct handoff_error *err;
};

static enum handoff_status memory(const struct search *s)
{
    return ho_arena_status(s->scratch, "the mutants", s->err);
}

/* --- states --- */

static enum handoff_status add_state(const struct search *s, struct wheel *w,
                                     const char *text)
{
    struct handoff_claim *claim;
    const char **slot =
        ho_arena_push(s->scratch, &w->text, &w->text_count, sizeof(*slot));

    claim = slot ? ho_arena_push(s->scratch, &w->claim, &w->claim_count,
                                 sizeof *claim)
                 : NULL;
    if (!claim)
        return memory(s);
    *slot = text;
    return ho_written_claim(s->scratch, &s->policy->fields, w->field, text,
                            claim, s->err);
}

static enum handoff_status add_known(const struct search *s, struct wheel *w,
                                     const char *text)
{
    const enum handoff_status status = add_state(s, w, text);

    return status == HANDOFF_OK
               ? add_state(s, w,
                           ho_arena_format(s->scratch, "inferred %s", text))
               : status;
}

/* No fact says "any other value than the only one". */
static bool can_be_stated(const struct handoff_policy *policy, int field,
                          size_t cell)
{
    const struct handoff_field *f = &policy->fields.item[field];

    return f->type != HANDOFF_TYPE_ENUM || cell < f->value_count;
}

static const char *cell_words(const struct search *s, int field, size_t cell)
{
    return ho_cell_words(s->scratch, s->cells, field, cell,
                         ho_day_of(s->as_of));
}

static enum handoff_status fill_wheel(const struct search *s, struct wheel *w)
{
    const struct ho_cells *cells = &s->cells->cells[w->field];
    enum handoff_status status = add_state(s, w, "unknown");

    for (size_t c = 0; c < cells->count && status == HANDOFF_OK; c++) {
        if (!can_be_stated(s->cells, w->field, c))
            continue;
        status = add_known(s, w, cell_words(s, w->field, c));
        for (size_t to = c + 1;
             cells->start && to + 1 < cells->count && status == HANDOFF_OK;
             to++)
            status = add_known(s, w,
                               ho_arena_format(s->scratch, "%s..%s",
                                               cell_words(s, w->field, c),
                                               cell_words(s, w->field, to)));
    }
    return status;
}

/* How many states a field has, without making them. */
static size_t count_states(const struct search *s, int field)
{
    const struct ho_cells *cells = &s->cells->cells[field];
    const size_t some = cells->count - (cells->none != 0);
    const size_t ranges = cells->start ? some * (some - 1) / 2 : 0;

    return 1 + 2 * (cells->count + ranges);
}

static bool rule_tests(const struct handoff_policy *policy, size_t rule,
                       int field)
{
    const struct ho_rule *r = &policy->rule[rule];

    for (size_t i = 0; i < r->row_count; i++) {
        const struct ho_row *row = &policy->row[r->first_row + i];

        for (size_t t = 0; t < row->term_count; t++)
            if (row->term[t].field == field)
                return true;
    }
    return false;
}

static bool is_near(const struct search *s, int field)
{
    const size_t rule = s->mutant->rule;

    if (rule >= s->policy->rule_count)
        return false;
    return rule_tests(s->policy, rule, field) ||
           (s->mutant->change == HO_CHANGE_SWAPPED &&
            rule_tests(s->policy, rule + 1, field));
}

static bool all_can_be_tried(const struct search *s)
{
    size_t briefs = 1;

    for (size_t f = 0; f < s->cells->fields.count; f++) {
        if (s->cells->cells[f].count > 0)
            briefs *= count_states(s, (int)f);
        if (briefs > HO_SHOWN_ALL)
            return false;
    }
    return true;
}

static enum handoff_status make_wheels(struct search *s, bool all)
{
    const size_t count = s->cells->fields.count;
    enum handoff_status status = HANDOFF_OK;

    s->wheel = ho_arena_alloc(s->scratch, (count + 1) * sizeof *s->wheel);
    s->claim = ho_arena_alloc(s->scratch, (count + 1) * sizeof *s->claim);
    s->fact = ho_arena_alloc(s->scratch, (count + 1) * sizeof(*s->fact));
    if (!s->wheel || !s->claim || !s->fact)
        return memory(s);
    for (int f = 0; f < (int)count && status == HANDOFF_OK; f++) {
        if (s->cells->cells[f].count == 0 || (!all && !is_near(s, f)))
            continue;
        s->wheel[s->wheel_count].field = f;
        status = fill_wheel(s, &s->wheel[s->wheel_count++]);
    }
    return status;
}

/* --- one brief --- */

static bool same_fields(const int *a, size_t a_count, const int *b,
                        size_t b_count)
{
    return a_count == b_count &&
           (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool same_outcome(const struct handoff_outcome *a,
                         const struct handoff_outcome *b)
{
    return a->route == b->route && strcmp(a->owner, b->owner) == 0 &&
           strcmp(a->reason, b->reason) == 0 && strcmp(a->why, b->why) == 0 &&
           a->sla == b->sla && a->confidence == b->confidence &&
           a->review == b->review;
}

/* In all that a case may expect. */
static bool same_decision(const struct handoff_decision *a,
                          const struct handoff_decision *b)
{
    return strcmp(a->rule, b->rule) == 0 && a->undecided == b->undecided &&
           strcmp(a->provisional_rule, b->provisional_rule) == 0 &&
           strcmp(a->exception, b->exception) == 0 &&
           same_outcome(&a->outcome, &b->outcome) &&
           same_fields(a->ask, a->ask_count, b->ask, b->ask_count) &&
           same_fields(a->assumed, a->assumed_count, b->assumed,
                       b->assumed_count) &&
           same_fields(a->because, a->because_count, b->because,
                       b->because_count);
}

static enum handoff_status decide(const struct search *s,
                                  const struct handoff_policy *policy,
                                  struct handoff_decider *decider,
                                  const struct handoff_decision **out)
{
    const struct handoff_brief brief = { .fields = &policy->fields,
                                         .claim = s->claim };
    struct handoff_facts *facts = NULL;
    enum handoff_status status =
        handoff_policy_intern(policy, &brief, s->as_of, &facts, s->err);

    if (status == HANDOFF_OK)
        status = handoff_decider_decide(decider, facts, HANDOFF_REASONS, out,
                                        s->err);
    handoff_facts_free(facts);
    return status;
}

static void keep(const struct search *s, const struct handoff_decision *was,
                 const struct handoff_decision *is)
{
    const char *text = "";

    for (size_t f = 0; f < s->cells->fields.count; f++)
        if (s->fact[f] && strcmp(s->fact[f], "unknown") != 0)
            text = ho_arena_format(s->arena, "%s%s%s %s", text,
                                   text[0] ? ", " : "",
                                   s->cells->fields.item[f].name, s->fact[f]);
    s->out->brief = text[0] ? text : "everything Unknown";
    s->out->was = ho_arena_text(s->arena, was->rule);
    s->out->is = ho_arena_text(s->arena, is->rule);
}

static enum handoff_status try_brief(const struct search *s, bool *found)
{
    const struct handoff_decision *was, *is;
    enum handoff_status status = decide(s, s->policy, s->decider[0], &was);

    if (status == HANDOFF_OK)
        status = decide(s, s->mutant->policy, s->decider[1], &is);
    *found = status == HANDOFF_OK && !same_decision(was, is);
    if (*found)
        keep(s, was, is);
    return status;
}

/* --- all of them --- */

static void set_wheel(const struct search *s, const struct wheel *w)
{
    s->fact[w->field] = w->text[w->at];
    s->claim[w->field] = w->claim[w->at];
}

/* The next position of the wheels; false: that was the last one. */
static bool turn(const struct search *s)
{
    for (size_t i = 0; i < s->wheel_count; i++) {
        struct wheel *w = &s->wheel[i];

        w->at = w->at + 1 < w->claim_count ? w->at + 1 : 0;
        set_wheel(s, w);
        if (w->at > 0)
            return true;
    }
    return false;
}

static enum handoff_status spin(const struct search *s, size_t most,
                                bool *found)
{
    enum handoff_status status = HANDOFF_OK;
    bool more = true;

    for (size_t i = 0; i < s->wheel_count; i++) {
        s->wheel[i].at = 0;
        set_wheel(s, &s->wheel[i]);
    }
    while (status == HANDOFF_OK && !*found && more && most-- > 0) {
        status = try_brief(s, found);
        more = turn(s);
    }
    return status;
}

static enum handoff_status set_fact(const struct search *s, int field,
                                    const char *text)
{
    s->fact[field] = text;
    return ho_written_claim(s->scratch, &s->policy->fields, field, text,
                            &s->claim[field], s->err);
}

/* What lets the rule decide, where it can; else everything is Unknown. */
static enum handoff_status set_background(const struct search *s, bool decides)
{
    struct ho_reach reach = { .found = false };
    size_t steps = HO_REACH_STEPS;
    enum handoff_status status = HANDOFF_OK;

    if (decides && s->mutant->rule < s->policy->rule_count)
        status = ho_reach_rule(s->policy, s->mutant->rule, NULL, &steps,
                               s->scratch, &reach, s->err);
    for (int f = 0; f < (int)s->policy->fields.count && status == HANDOFF_OK;
         f++) {
        const bool stated = reach.found && reach.cell[f] != HO_NO_CELL &&
                            can_be_stated(s->policy, f, reach.cell[f]);

        status =
            set_fact(s, f,
                     stated ? ho_cell_words(s->scratch, s->policy, f,
                                            reach.cell[f], ho_day_of(s->as_of))
                            : "unknown");
    }
    return status;
}

static enum handoff_status try_all(const struct search *s, bool *found)
{
    enum handoff_status status = set_background(s, false);

    if (status == HANDOFF_OK)
        status = spin(s, HO_SHOWN_ALL, found);
    s->out->equivalent = !*found;
    return status;
}

static enum handoff_status try_some(const struct search *s, bool *found)
{
    enum handoff_status status = HANDOFF_OK;

    for (int decides = 0; decides < 2 && status == HANDOFF_OK && !*found;
         decides++) {
        const size_t most =
            *s->briefs < HO_SHOWN_SOME ? *s->briefs : HO_SHOWN_SOME;

        status = set_background(s, decides);
        if (status == HANDOFF_OK)
            status = spin(s, most, found);
        *s->briefs -= most;
    }
    return status;
}

static enum handoff_status find(struct search *s)
{
    const bool all = all_can_be_tried(s);
    bool found = false;
    enum handoff_status status = HANDOFF_OK;

    if (!all && *s->briefs == 0)
        return HANDOFF_OK;
    status = make_wheels(s, all);
    if (status != HANDOFF_OK)
        return status;
    return all ? try_all(s, &found) : try_some(s, &found);
}

enum handoff_status ho_partial_find(
    const struct handoff_policy *policy, const struct ho_mutant *mutant,
    const struct handoff_policy *cells, int64_t as_of, size_t *briefs,
    struct ho_arena *arena, struct ho_shown *out, struct handoff_error *err)
{
    struct search s = { .policy = policy,
                        .cells = cells,
                        .mutant = mutant,
                        .scratch = ho_arena_new(SCRATCH_BYTES),
                        .arena = arena,
                        .as_of = as_of,
                        .briefs = briefs,
                        .out = out,
                        .err = err };
    enum handoff_status status;

    if (!s.scratch)
        return ho_no_memory(err);
    status = handoff_decider_new(policy, &s.decider[0], err);
    if (status == HANDOFF_OK)
        status = handoff_decider_new(mutant->policy, &s.decider[1], err);
    if (status == HANDOFF_OK)
        status = find(&s);
    handoff_decider_free(s.decider[1]);
    handoff_decider_free(s.decider[0]);
    ho_arena_free(s.scratch);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the mutants", err);
    return status;
}
