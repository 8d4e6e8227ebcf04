/* lint_rules.c - rules that cannot decide, or hardly do. */
#include <inttypes.h>

#include "rules/cells.h"
#include "rules/lint.h"
#include "rules/words.h"

enum {
    MASKED_PERCENT = 5, /* a rule that decides less of what it matches */
    TAKERS = 3,         /* named of those that take the rest */
    WORD_BYTES = 1 << 16
};

/* Spend at most HO_REACH_STEPS of what is left on one question. */
static size_t allowance(const struct ho_lint *lint)
{
    return lint->steps < HO_REACH_STEPS ? lint->steps : HO_REACH_STEPS;
}

static enum handoff_status ask(struct ho_lint *lint, size_t rule,
                               const uint64_t *box, struct ho_reach *out)
{
    const size_t given = allowance(lint);
    size_t steps = given;
    const enum handoff_status status = ho_reach_rule(
        &lint->view, rule, box, &steps, lint->arena, out, lint->err);

    lint->steps -= given - steps;
    if (status == HANDOFF_OK && !out->exact)
        lint->inexact++;
    return status;
}

static enum handoff_status weigh(struct ho_lint *lint, size_t rule,
                                 const uint64_t *box,
                                 struct ho_reach_share *out)
{
    const size_t given = allowance(lint);
    size_t steps = given;
    const enum handoff_status status =
        ho_reach_share(&lint->view, rule, box, &steps, out, lint->err);

    lint->steps -= given - steps;
    return status;
}

/* The smallest box around all rows of a rule. */
static uint64_t *span(struct ho_lint *lint, const struct ho_rule *rule)
{
    const struct handoff_policy *p = &lint->view;
    uint64_t *all = ho_worlds(p, lint->arena);
    uint64_t *box = ho_worlds(p, lint->arena);

    for (size_t f = 0; all && box && f < p->fields.count; f++) {
        uint64_t mask = 0;

        for (size_t i = 0; i < rule->row_count; i++) {
            const struct ho_row *row = &p->row[rule->first_row + i];
            uint64_t own = all[f];

            for (size_t t = 0; t < row->term_count; t++)
                if (row->term[t].field == (int)f)
                    own = row->term[t].mask;
            mask |= own;
        }
        box[f] = mask;
    }
    return box;
}

/* --- who takes it --- */

struct taker {
    size_t rule;
    uint64_t share; /* of the box */
};

static void keep_largest(struct taker *taker, size_t *count, size_t rule,
                         uint64_t share)
{
    size_t at = *count;

    if (share == 0 || (*count == TAKERS && taker[TAKERS - 1].share >= share))
        return;
    if (*count < TAKERS)
        ++*count;
    else
        at = TAKERS - 1;
    for (; at > 0 && taker[at - 1].share < share; at--)
        taker[at] = taker[at - 1];
    taker[at] = (struct taker){ rule, share };
}

static bool box_meets(const struct handoff_policy *p, const uint64_t *box,
                      const struct ho_rule *rule)
{
    for (size_t i = 0; i < rule->row_count; i++) {
        const struct ho_row *row = &p->row[rule->first_row + i];
        bool meets = true;

        for (size_t t = 0; t < row->term_count; t++)
            meets = meets && (box[row->term[t].field] & row->term[t].mask);
        if (meets)
            return true;
    }
    return false;
}

/* Every field that the row restricts, some row of the rule restricts, too.  A
 * rule about other facts is no mask: it is another question. */
static bool is_comparable(const struct handoff_policy *p,
                          const struct ho_row *row, const struct ho_rule *rule)
{
    for (size_t t = 0; t < row->term_count; t++) {
        bool tested = false;

        for (size_t i = 0; i < rule->row_count; i++) {
            const struct ho_row *own = &p->row[rule->first_row + i];

            for (size_t k = 0; k < own->term_count; k++)
                tested = tested || own->term[k].field == row->term[t].field;
        }
        if (!tested)
            return false;
    }
    return true;
}

/* The earlier rules that decide most of the box. */
static enum handoff_status find_takers(struct ho_lint *lint, size_t rule,
                                       bool comparable, const uint64_t *box,
                                       struct taker *taker, size_t *count)
{
    enum handoff_status status = HANDOFF_OK;

    *count = 0;
    for (size_t r = 0; r < rule && status == HANDOFF_OK; r++) {
        struct ho_reach_share share;

        if (lint->silent[r] ||
            !box_meets(&lint->view, box, &lint->view.rule[r]) ||
            (comparable &&
             !is_comparable(&lint->view,
                            &lint->view.row[lint->view.rule[r].first_row],
                            &lint->view.rule[rule])))
            continue;
        status = weigh(lint, r, box, &share);
        if (status == HANDOFF_OK)
            keep_largest(taker, count, r, share.decided);
    }
    return status;
}

static void name_takers(struct ho_lint *lint, struct ho_buffer *b,
                        const struct taker *taker, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ho_rule *rule = &lint->policy->rule[taker[i].rule];

        ho_buffer_format(b, "%s%s (line %zu)",
                         i == 0           ? ""
                         : i + 1 == count ? " and "
                                          : ", ",
                         rule->id, rule->node->line);
    }
}

/* --- the checks --- */

/* The share of what the rule matches that comparable earlier rows leave it. */
static enum handoff_status weigh_masked(struct ho_lint *lint, size_t rule,
                                        const uint64_t *box,
                                        struct ho_reach_share *out)
{
    const struct handoff_policy *p = &lint->view;
    struct ho_rule alone = p->rule[rule];
    struct ho_lint part = *lint;
    size_t rows = 0;
    enum handoff_status status;

    part.view.row = lint->comparable;
    for (size_t r = 0; r < p->rule[rule].first_row; r++)
        if (is_comparable(p, &p->row[r], &p->rule[rule]))
            part.view.row[rows++] = p->row[r];
    for (size_t i = 0; i < alone.row_count; i++)
        part.view.row[rows + i] = p->row[alone.first_row + i];
    alone.first_row = rows;
    part.view.rule = &alone;
    status = weigh(&part, 0, box, out);
    lint->steps = part.steps;
    return status;
}

static enum handoff_status tell_silent(struct ho_lint *lint, size_t rule)
{
    const struct handoff_policy *p = &lint->view;
    const struct ho_rule *r = &p->rule[rule];
    const uint64_t *box = span(lint, r);
    uint64_t *example = ho_worlds(p, lint->arena);
    struct taker taker[TAKERS];
    struct ho_reach_share share;
    struct ho_buffer b;
    size_t count;
    enum handoff_status status;

    lint->silent[rule] = 1;
    if (!box || !example)
        return ho_no_memory(lint->err);
    /* rules about the same facts are the better answer, where they suffice */
    status = weigh_masked(lint, rule, box, &share);
    if (status == HANDOFF_OK)
        status = find_takers(lint, rule, share.exact && share.decided == 0, box,
                             taker, &count);
    if (status != HANDOFF_OK)
        return status;
    for (size_t t = 0; t < p->row[r->first_row].term_count; t++)
        example[p->row[r->first_row].term[t].field] =
            p->row[r->first_row].term[t].mask;
    ho_buffer_init(&b, WORD_BYTES);
    ho_buffer_text(&b, "can never decide: what it matches is taken by ");
    name_takers(lint, &b, taker, count);
    if (count == 0)
        ho_buffer_text(&b, "earlier rules");
    ho_buffer_text(&b, ", for example ");
    ho_box_words(&b, lint->policy, &lint->space, example, HO_WORDS_FIELDS);
    ho_lint_add_rule(lint, HANDOFF_LINT_UNREACHABLE_CODE, rule,
                     ho_lint_text(lint, &b));
    return HANDOFF_OK;
}

/* "3", "0.4", "less than 0.1" percent. */
static void percent_words(struct ho_buffer *b, uint64_t part, uint64_t whole)
{
    const uint64_t mille = part / (whole / 1000 ? whole / 1000 : 1);

    if (mille == 0)
        ho_buffer_text(b, part ? "less than 0.1 percent" : "0 percent");
    else if (mille >= 100 || mille % 10 == 0)
        ho_buffer_format(b, "%" PRIu64 " percent", mille / 10);
    else
        ho_buffer_format(b, "%" PRIu64 ".%" PRIu64 " percent", mille / 10,
                         mille % 10);
}

static enum handoff_status check_masked(struct ho_lint *lint, size_t rule,
                                        const struct ho_reach *reach)
{
    const uint64_t *box = span(lint, &lint->policy->rule[rule]);
    struct taker taker[TAKERS];
    struct ho_reach_share share;
    struct ho_buffer b;
    size_t count = 0;
    enum handoff_status status =
        box ? weigh_masked(lint, rule, box, &share) : ho_no_memory(lint->err);

    if (status != HANDOFF_OK)
        return status;
    if (!share.exact)
        lint->inexact++;
    if (!share.exact || share.matched == 0 ||
        share.decided / MASKED_PERCENT >= share.matched / 100)
        return HANDOFF_OK;
    status = find_takers(lint, rule, true, box, taker, &count);
    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, WORD_BYTES);
    ho_buffer_text(&b, "decides ");
    percent_words(&b, share.decided, share.matched);
    ho_buffer_text(&b, " of what it matches; most of the rest is taken by ");
    name_takers(lint, &b, taker, count);
    ho_buffer_text(&b, ". Left for it: ");
    ho_box_words(&b, lint->policy, &lint->space, reach->mask, HO_WORDS_FIELDS);
    ho_lint_add_rule(lint, HANDOFF_LINT_MASKED_CODE, rule,
                     ho_lint_text(lint, &b));
    return HANDOFF_OK;
}

/* A row is asked about as if it were a rule of its own. */
static enum handoff_status check_rows(struct ho_lint *lint, size_t rule)
{
    const struct ho_rule *r = &lint->policy->rule[rule];
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < r->row_count && status == HANDOFF_OK; i++) {
        struct ho_rule alone = *r;
        struct ho_lint part = *lint;
        struct ho_reach reach;

        alone.first_row = r->first_row + i;
        alone.row_count = 1;
        part.view.rule = &alone;
        status = ask(&part, 0, NULL, &reach);
        lint->steps = part.steps;
        lint->inexact = part.inexact;
        if (status == HANDOFF_OK && reach.exact && !reach.found)
            ho_lint_add_rule(
                lint, HANDOFF_LINT_DEAD_ROW_CODE, rule,
                ho_arena_format(lint->arena,
                                "row %zu of its %zu rows never decides", i + 1,
                                r->row_count));
    }
    return status;
}

static enum handoff_status check_rule(struct ho_lint *lint, size_t rule)
{
    struct ho_reach reach;
    enum handoff_status status = ask(lint, rule, NULL, &reach);

    if (status != HANDOFF_OK || !reach.exact)
        return status;
    if (!reach.found)
        return tell_silent(lint, rule);
    status = check_masked(lint, rule, &reach);
    if (status == HANDOFF_OK && lint->policy->rule[rule].row_count > 1)
        status = check_rows(lint, rule);
    return status;
}

/* --- stops that come too late --- */

static enum handoff_status check_stop(struct ho_lint *lint, size_t stop,
                                      size_t pursue)
{
    const struct handoff_policy *p = &lint->view;
    const struct ho_rule *r = &p->rule[stop];
    struct ho_reach reach = { 0 };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < r->row_count && status == HANDOFF_OK && !reach.found;
         i++) {
        const struct ho_row *row = &p->row[r->first_row + i];
        uint64_t *box = ho_worlds(p, lint->arena);

        if (!box)
            return ho_no_memory(lint->err);
        for (size_t t = 0; t < row->term_count; t++)
            box[row->term[t].field] = row->term[t].mask;
        status = ask(lint, pursue, box, &reach);
    }
    if (status == HANDOFF_OK && reach.found) {
        struct ho_buffer b;

        ho_buffer_init(&b, WORD_BYTES);
        ho_buffer_format(&b,
                         "skips what %s (line %zu) already pursues, for "
                         "example ",
                         p->rule[pursue].id, p->rule[pursue].node->line);
        ho_box_words(&b, lint->policy, &lint->space, reach.mask,
                     HO_WORDS_FIELDS);
        ho_lint_add_rule(lint, HANDOFF_LINT_LATE_STOP_CODE, stop,
                         ho_lint_text(lint, &b));
    }
    return status;
}

/* The first rule that pursues is the one worth naming. */
static enum handoff_status check_stops(struct ho_lint *lint)
{
    const struct handoff_policy *p = &lint->view;
    enum handoff_status status = HANDOFF_OK;
    size_t first = 0;

    while (first + 1 < p->rule_count &&
           p->rule[first].then.route != HANDOFF_ROUTE_PURSUE)
        first++;
    for (size_t r = first + 1; r + 1 < p->rule_count && status == HANDOFF_OK;
         r++)
        if (p->rule[r].then.route == HANDOFF_ROUTE_SKIP && !lint->silent[r])
            status = check_stop(lint, r, first);
    return status;
}

static bool is_unseen(const struct handoff_outcome *out)
{
    return out->route == HANDOFF_ROUTE_PURSUE && !out->review;
}

static void tell_unseen(struct ho_lint *lint)
{
    static const char message[] = "pursues, and no person looks";
    const struct handoff_policy *p = lint->policy;
    const size_t line = ho_yaml_get(p->root, "undecided")->line;

    for (size_t r = 0; r < p->rule_count; r++)
        if (is_unseen(&p->rule[r].then))
            ho_lint_add_rule(lint, HANDOFF_LINT_UNSEEN_CODE, r, message);
    if (is_unseen(&p->undecided) ||
        (p->stop.present && is_unseen(&p->stop.then)))
        ho_lint_add(lint, HANDOFF_LINT_UNSEEN_CODE, line, line, "undecided",
                    "%s", message);
}

static enum handoff_status tell_otherwise(struct ho_lint *lint)
{
    const size_t last = lint->policy->rule_count - 1;
    struct ho_reach_share share;
    struct ho_reach reach;
    struct ho_buffer b;
    enum handoff_status status = weigh(lint, last, NULL, &share);

    if (status == HANDOFF_OK)
        status = ask(lint, last, NULL, &reach);
    if (status != HANDOFF_OK || !share.exact || !reach.exact)
        return status;
    ho_buffer_init(&b, WORD_BYTES);
    ho_buffer_text(&b, "takes ");
    percent_words(&b, share.decided, HO_SHARE_ONE);
    ho_buffer_text(&b, " of all cases");
    if (reach.found) {
        ho_buffer_text(&b, ", for example ");
        ho_box_words(&b, lint->policy, &lint->space, reach.mask,
                     HO_WORDS_FIELDS);
    }
    ho_lint_add_rule(lint, HANDOFF_LINT_OTHERWISE_CODE, last,
                     ho_lint_text(lint, &b));
    return HANDOFF_OK;
}

enum handoff_status ho_lint_rules(struct ho_lint *lint)
{
    enum handoff_status status = HANDOFF_OK;

    lint->comparable = ho_arena_alloc(
        lint->arena, lint->policy->row_count * sizeof *lint->comparable);
    if (!lint->comparable)
        return ho_no_memory(lint->err);
    for (size_t r = 0; r + 1 < lint->policy->rule_count && status == HANDOFF_OK;
         r++)
        status = check_rule(lint, r);
    if (status == HANDOFF_OK)
        status = check_stops(lint);
    tell_unseen(lint);
    return status == HANDOFF_OK ? tell_otherwise(lint) : status;
}
