/* diff.c - policy diff: regions, notes, and the replay of a log. */
#include <handoff/analysis.h>
#include <stdlib.h>

#include "base/json.h"
#include "rules/cells.h"
#include "rules/diff_log.h"
#include "rules/diff_notes.h"
#include "rules/differ.h"
#include "rules/outcome.h"
#include "rules/refine.h"
#include "rules/words.h"

enum {
    DIFF_BYTES = 512 * 1024 * 1024,
    DIFF_STEPS = 20000000, /* a few seconds */
    REGIONS = 2000,        /* more are not told: nobody reads them */
    JSON_BYTES = 64 * 1024 * 1024,
    WORD_BYTES = 1 << 16
};

struct diff {
    const struct handoff_policy *policy[2];
    struct ho_arena *arena;
    struct ho_refined refined;
    struct ho_differences regions;
    struct ho_diff_log log;
    struct ho_diff_notes notes;
    bool routes_change;
    bool no_memory; /* a text was lost */
};

static bool agree(const void *user, size_t old_rule, size_t new_rule)
{
    const struct diff *d = user;

    return ho_rules_agree(&d->policy[HO_OLD]->rule[old_rule],
                          &d->policy[HO_NEW]->rule[new_rule]);
}

static enum handoff_status find_regions(struct diff *d,
                                        struct handoff_error *err)
{
    const struct handoff_policy *a = d->policy[HO_OLD], *b = d->policy[HO_NEW];
    const struct ho_table table = { .box = d->refined.space.box,
                                    .rows = { a->row_count, b->row_count },
                                    .row = { a->row, b->row } };
    const struct ho_differ_question question = {
        .table = &table,
        .space = d->refined.space.all,
        .fields = d->refined.common.fields.count,
        .same = agree,
        .user = d,
        .most = REGIONS
    };
    size_t steps = DIFF_STEPS;
    enum handoff_status status;

    if (d->refined.too_wide) {
        d->regions = (struct ho_differences){ .exact = false };
        return HANDOFF_OK;
    }
    status = ho_differ_find(&question, &steps, d->arena, &d->regions, err);
    d->regions.exact =
        d->regions.exact && d->refined.space.full == HANDOFF_NO_FIELD;
    for (size_t i = 0; status == HANDOFF_OK && i < d->regions.count; i++) {
        const size_t *rule = d->regions.item[i].rule;

        d->routes_change =
            d->routes_change || a->rule[rule[HO_OLD]].then.route !=
                                    b->rule[rule[HO_NEW]].then.route;
    }
    return status;
}

/* --- the document --- */

static void write_policy(struct ho_writer *w, const char *key,
                         const struct handoff_policy *p)
{
    ho_write_object(w, key);
    ho_write_text(w, "name", p->name);
    ho_write_text(w, "version", p->version);
    ho_write_text(w, "sha256", p->sha256);
    ho_write_end_object(w);
}

static const char *what_differs(const struct ho_rule *a,
                                const struct ho_rule *b)
{
    if (a->then.route != b->then.route)
        return "route";
    if (strcmp(a->then.owner, b->then.owner) != 0)
        return "owner";
    if (strcmp(a->then.reason, b->then.reason) != 0)
        return "reason";
    if (strcmp(a->exception, b->exception) != 0)
        return "exception";
    if (a->then.review != b->then.review)
        return "review";
    return a->then.sla != b->then.sla ? "time to act" : "confidence";
}

/* The fields that the rule tests, a flag each. */
static void mark_tested(const struct diff *d, int side, size_t rule,
                        uint8_t *tested)
{
    const size_t before = d->policy[HO_OLD]->row_count;
    const struct ho_rule *r = &d->policy[side]->rule[rule];

    for (size_t i = r->first_row; i < r->first_row + r->row_count; i++) {
        const struct ho_box *box =
            d->refined.space.box + (side ? before + i : before - 1 - i);

        for (size_t t = 0; t < box->count; t++)
            tested[box->term[t].field] = 1;
    }
}

/* The rule of that id in the other policy may be why this one decides. */
static void mark_namesake(const struct diff *d, int side, const char *id,
                          uint8_t *tested)
{
    for (size_t i = 0; i < d->policy[side]->rule_count; i++)
        if (strcmp(d->policy[side]->rule[i].id, id) == 0)
            mark_tested(d, side, i, tested);
}

/* What the two rules ask about says where they differ; the rest of a region
 * only says that no earlier rule took it. */
static const char *short_words(struct diff *d,
                               const struct ho_difference *region)
{
    const struct ho_space *space = &d->refined.space;
    uint8_t *tested = ho_arena_alloc(d->arena, space->fields + 1);
    uint64_t *mask =
        ho_arena_alloc(d->arena, (space->fields + 1) * sizeof *mask);
    struct ho_buffer words;
    const char *text;

    if (!tested || !mask)
        return "";
    for (int side = 0; side < 2; side++) {
        const size_t rule = region->rule[side];

        mark_tested(d, side, rule, tested);
        mark_namesake(d, !side, d->policy[side]->rule[rule].id, tested);
    }
    for (size_t f = 0; f < space->fields; f++)
        mask[f] = tested[f] ? region->mask[f] : space->all[f];
    ho_buffer_init(&words, WORD_BYTES);
    ho_box_words(&words, &d->refined.common, space, mask, HO_WORDS_ALL);
    text = ho_arena_copy(d->arena, ho_buffer_slice(&words));
    d->no_memory = d->no_memory || words.failed == HANDOFF_NO_MEMORY;
    ho_buffer_release(&words);
    return text;
}

static void write_box(struct ho_writer *w, struct diff *d,
                      const struct ho_difference *region)
{
    struct ho_buffer words;

    ho_buffer_init(&words, WORD_BYTES);
    ho_box_words(&words, &d->refined.common, &d->refined.space, region->mask,
                 HO_WORDS_ALL);
    ho_write_slice(w, NULL, ho_buffer_slice(&words));
    d->no_memory = d->no_memory || words.failed == HANDOFF_NO_MEMORY;
    ho_buffer_release(&words);
}

static bool same_change(const struct diff *d, const char *const *where,
                        size_t a, size_t b)
{
    const struct ho_difference *x = &d->regions.item[a];
    const struct ho_difference *y = &d->regions.item[b];

    return x->rule[HO_OLD] == y->rule[HO_OLD] &&
           x->rule[HO_NEW] == y->rule[HO_NEW] &&
           strcmp(where[a], where[b]) == 0;
}

/* One change: all regions that read the same. */
static void write_change(struct ho_writer *w, struct diff *d,
                         const char *const *where, size_t first)
{
    const size_t *rule = d->regions.item[first].rule;
    const struct ho_rule *a = &d->policy[HO_OLD]->rule[rule[HO_OLD]];
    const struct ho_rule *b = &d->policy[HO_NEW]->rule[rule[HO_NEW]];

    ho_write_object(w, NULL);
    ho_write_text(w, "where", where[first]);
    ho_diff_write_outcome(w, "from", a->id, &a->then);
    ho_diff_write_outcome(w, "to", b->id, &b->then);
    ho_write_text(w, "differs", what_differs(a, b));
    ho_write_bool(w, "downgrade",
                  ho_diff_downgrade(a->then.route, b->then.route));
    ho_write_array(w, "boxes");
    for (size_t i = first; i < d->regions.count; i++)
        if (same_change(d, where, first, i))
            write_box(w, d, &d->regions.item[i]);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_regions(struct ho_writer *w, struct diff *d)
{
    const size_t count = d->regions.count;
    const char **where = ho_arena_alloc(d->arena, (count + 1) * sizeof(*where));

    ho_write_array(w, "regions");
    for (size_t i = 0; where && i < count; i++)
        where[i] = short_words(d, &d->regions.item[i]);
    for (size_t i = 0; where && i < count; i++) {
        size_t first = 0;

        while (!same_change(d, where, first, i))
            first++;
        if (first == i)
            write_change(w, d, where, i);
    }
    ho_write_end_array(w);
    ho_write_bool(w, "exact", d->regions.exact);
    ho_write_text(w, "too_wide", d->refined.too_wide);
}

static enum handoff_status write_document(struct diff *d, char **json,
                                          struct handoff_error *err)
{
    const bool nothing = d->regions.count == 0 && d->regions.exact &&
                         d->notes.count == 0 && d->log.changed == 0;
    struct ho_buffer text;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&text, JSON_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_object(&w, NULL);
    write_policy(&w, "old", d->policy[HO_OLD]);
    write_policy(&w, "new", d->policy[HO_NEW]);
    ho_write_bool(
        &w, "same_content",
        strcmp(d->policy[HO_OLD]->sha256, d->policy[HO_NEW]->sha256) == 0);
    ho_write_bool(&w, "no_decision_changes", nothing);
    ho_write_bool(&w, "routes_change", d->routes_change);
    ho_diff_write_notes(&w, &d->notes);
    write_regions(&w, d);
    ho_diff_write_log(&w, &d->log);
    ho_write_end_object(&w);
    status = d->no_memory ? ho_no_memory(err)
                          : ho_arena_status(d->arena, "the differences", err);
    if (status != HANDOFF_OK) {
        ho_buffer_release(&text);
        return status;
    }
    return ho_buffer_take(&text, "the differences", json, NULL, err);
}

enum handoff_status handoff_policy_diff(const struct handoff_policy *old_policy,
                                        const struct handoff_policy *new_policy,
                                        struct handoff_lines *log, char **json,
                                        bool *routes_change,
                                        struct handoff_error *err)
{
    struct diff d = { .policy = { old_policy, new_policy },
                      .arena = ho_arena_new(DIFF_BYTES) };
    enum handoff_status status =
        d.arena ? ho_refine(old_policy, new_policy, d.arena, &d.refined, err)
                : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = find_regions(&d, err);
    if (status == HANDOFF_OK)
        status = ho_diff_find_notes(&d.refined, d.arena, &d.notes, err);
    if (status == HANDOFF_OK)
        status =
            ho_diff_replay(old_policy, new_policy, log, d.arena, &d.log, err);
    if (status == HANDOFF_OK) {
        d.routes_change = d.routes_change || d.log.route_changed > 0;
        status = write_document(&d, json, err);
    }
    if (status == HANDOFF_OK)
        *routes_change = d.routes_change;
    ho_arena_free(d.arena);
    return status;
}
