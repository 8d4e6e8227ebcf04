/* answer_claims.c - what an answer says of a lead, against that lead's own
 * text and what the map makes of it; see playbook/answer.h */
#include <stdlib.h>

#include <handoff/clock.h>

#include "base/utf8.h"
#include "playbook/answer.h"
#include "playbook/map_json.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    TEXT_BYTES = 16 << 20, /* what the free-text check takes */
    QUOTES = 64,           /* of one lead that are looked for */
    VALUE_WORDS = 8 /* of an owner, a route, a date: more of them say more */
};

/* Where a cell's words stand in the text that is checked. */
struct span {
    size_t from, to;
    const struct ho_cell *cell;
};

struct checking {
    struct ho_answer *a;
    struct handoff_text_checker *checker;
    struct ho_buffer source, text;
    struct span *span;
    size_t spans;
    size_t *order; /* cells by lead */
    size_t quotes;
};

/* --- sources -------------------------------------------------------------- */

static const char *const stages[] = {
#define X(name, text, decision, output) text " " decision " " output,
    HANDOFF_STAGE_MAP(X)
#undef X
};
static const char *const situations[] = {
#define X(name, text) text,
    HANDOFF_SITUATION_MAP(X)
#undef X
};

static void add_line(struct ho_buffer *b, const char *label, const char *text)
{
    if (text && *text)
        ho_buffer_format(b, "%s: %s\n", label, text);
}

static void add_values(struct ho_buffer *b, const struct handoff_lead *lead)
{
    ho_buffer_format(b, "Lead: %s\n", lead->id);
    for (size_t i = 0; i < lead->count; i++) {
        const struct handoff_value *v = &lead->value[i];

        if (*v->label)
            ho_buffer_format(b, "%s: ", v->label);
        ho_buffer_add(b, v->text);
        ho_buffer_byte(b, '\n');
    }
    add_line(b, "Duplicate of", lead->duplicate_of);
}

static void add_record(struct ho_buffer *b, const struct handoff_entry *e)
{
    add_line(b, "Stage", e->crm.stage);
    add_line(b, "Record owner", e->crm.owner);
    add_line(b, "Last action", e->crm.last_action);
    add_line(b, "Next action", e->crm.next_action);
    add_line(b, "Date", e->crm.date);
    add_line(b, "Evidence", e->crm.evidence_note);
    add_line(b, "Open risk", e->crm.open_risk);
    add_line(b, "Missing", e->crm.missing);
    add_line(b, "Required output", e->required_output);
    add_line(b, "Playbook", stages[e->stage]);
    add_line(b, "Situation", situations[e->situation]);
}

/* What the brief has proved, in the policy's words. */
static void add_claims(struct ho_buffer *b, const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->fields->count; i++) {
        if (!brief->claim[i].value)
            continue;
        for (const char *c = brief->fields->item[i].name; *c; c++)
            ho_buffer_byte(b, *c == '_' ? ' ' : *c);
        ho_buffer_format(b, ": %s\n", brief->claim[i].value);
    }
}

static void add_decision(struct ho_buffer *b, const struct handoff_entry *e)
{
    const struct handoff_outcome *o = &e->decision->outcome;

    ho_buffer_format(b, "Rule: %s, %s, %s, confidence %d percent\n",
                     e->decision->rule, o->reason, o->owner_name,
                     o->confidence);
    add_line(b, "Why", o->why);
    add_line(b, "Fit", handoff_fit_name(e->qualified.fit));
    add_line(b, "Fit, why", e->qualified.why);
    add_line(b, "Fit, evidence", e->qualified.evidence);
    for (size_t i = 0; i < e->flag_count; i++)
        add_line(b, "Flag", e->flag[i].detail);
    for (size_t i = 0; i < e->summary_count; i++)
        add_line(b, e->summary[i].label, e->summary[i].text);
    for (size_t i = 0; i < e->brief->fields->count; i++)
        if (*e->brief->claim[i].question)
            add_line(b, "Question", e->brief->claim[i].question);
}

static void add_source(struct ho_buffer *b, const struct handoff_entry *e)
{
    add_values(b, e->lead);
    add_claims(b, e->brief);
    add_record(b, e);
    add_decision(b, e);
}

/* Everything that the map says of all leads together. */
static enum handoff_status add_batch(struct checking *c,
                                     struct handoff_error *err)
{
    struct ho_buffer health;
    struct ho_writer w;
    enum handoff_status status;

    for (size_t i = 0; i < handoff_map_count(c->a->map); i++)
        add_source(&c->source, handoff_map_entry(c->a->map, i));
    ho_buffer_init(&health, TEXT_BYTES);
    ho_writer_init(&w, &health, 0);
    ho_write_object(&w, NULL);
    ho_map_write_health(&w, c->a->map);
    ho_write_end_object(&w);
    ho_buffer_add(&c->source, ho_buffer_slice(&health));
    status = ho_buffer_status(&health, "the health of the map", err);
    ho_buffer_release(&health);
    return status;
}

/* --- texts ---------------------------------------------------------------- */

static const char *own_label(const struct ho_cell *cell)
{
    if (*cell->label_text)
        return cell->label_text;
    return cell->label == HO_LABEL_NEXT ? "Next action" : "";
}

/* Decided by the rules, or the answer's own numbers. */
static bool is_claim(const struct ho_cell *cell)
{
    switch (cell->label) {
    case HO_LABEL_LEAD:
    case HO_LABEL_STAGE:
    case HO_LABEL_SITUATION:
    case HO_LABEL_ROUTE:
    case HO_LABEL_OWNER:
    case HO_LABEL_DATE:
    case HO_LABEL_OURS:
        return cell->said.count > VALUE_WORDS && !cell->refused;
    default:
        return !cell->refused;
    }
}

static void add_text(struct checking *c, const struct ho_cell *cell)
{
    struct span *span;
    const char *label = own_label(cell);

    if (!is_claim(cell))
        return;
    span = ho_arena_push(c->a->arena, &c->span, &c->spans, sizeof *span);
    if (*label)
        ho_buffer_format(&c->text, "%s: ", label);
    if (span)
        *span = (struct span){ c->text.len, c->text.len + cell->said.text.len,
                               cell };
    ho_buffer_add(&c->text, cell->said.text);
    ho_buffer_text(&c->text, "\n\n");
}

/* --- quotes --------------------------------------------------------------- */

/* The passage between double quotation marks from byte *at on, which moves
 * behind it; false: there is none. */
static bool next_quote(struct handoff_slice s, size_t *at,
                       struct handoff_slice *quote)
{
    static const char *const marks[][2] = {
        { "\"", "\"" }, { "\xE2\x80\x9C", "\xE2\x80\x9D" }
    };

    for (; *at < s.len; ++*at)
        for (size_t k = 0; k < COUNT(marks); k++) {
            const size_t n = strlen(marks[k][0]);
            size_t end;

            if (s.len - *at < n || memcmp(s.ptr + *at, marks[k][0], n) != 0)
                continue;
            end = ho_find(s, *at + n, ho_slice(marks[k][1]));
            if (end == SIZE_MAX)
                return false;
            *quote = ho_part(s, *at + n, end);
            *at = end + n;
            return true;
        }
    return false;
}

static struct handoff_slice without_stop(struct handoff_slice quote)
{
    quote = ho_trim(quote);
    while (quote.len > 0 && strchr(".,;:!?", quote.ptr[quote.len - 1]))
        quote.len--;
    return quote;
}

/* One word, or words left out: nothing that a source must hold as it is. */
static bool is_passage(struct handoff_slice quote)
{
    return memchr(quote.ptr, ' ', quote.len) &&
           ho_find(quote, 0, ho_slice("...")) == SIZE_MAX &&
           ho_find(quote, 0, ho_slice("\xE2\x80\xA6")) == SIZE_MAX;
}

static enum handoff_status check_quote(struct checking *c,
                                       const struct span *span,
                                       struct handoff_slice quote, bool *holds,
                                       struct handoff_error *err)
{
    const struct handoff_slice words = without_stop(quote);
    const struct ho_place at = ho_cell_place(span->cell);
    struct handoff_found found = { 0 };
    bool cut = false;
    enum handoff_status status;

    *holds = true;
    if (words.len == 0 || !is_passage(words) || c->quotes++ >= QUOTES)
        return HANDOFF_OK;
    status =
        handoff_locate(ho_buffer_slice(&c->source), words, &found, &cut, err);
    if (status != HANDOFF_OK || found.match != HANDOFF_MATCH_NONE)
        return status;
    *holds = false;
    ho_answer_found(c->a, HANDOFF_ANSWER_CODE_QUOTE, &at,
                    ho_arena_copy(c->a->arena, ho_utf8_cut(words, 200)), "",
                    "these words stand nowhere in the lead");
    return HANDOFF_OK;
}

/* A refused quote is said once: what stands in it is blanked.  A flag quotes
 * what is not to be believed. */
static enum handoff_status check_quotes(struct checking *c,
                                        const struct span *span,
                                        struct handoff_error *err)
{
    const struct handoff_slice s =
        ho_part(ho_buffer_slice(&c->text), span->from, span->to);
    struct handoff_slice quote;
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;
    bool holds;

    while (status == HANDOFF_OK && next_quote(s, &at, &quote)) {
        const size_t from = (size_t)(quote.ptr - c->text.ptr);

        status = check_quote(c, span, quote, &holds, err);
        if (status == HANDOFF_OK &&
            (!holds || span->cell->section == HANDOFF_SECTION_RISKS))
            memset(c->text.ptr + from, ' ', quote.len);
    }
    return status;
}

/* --- findings ------------------------------------------------------------- */

static const struct span *span_at(const struct checking *c, size_t at)
{
    size_t low = 0, high = c->spans;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (c->span[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->spans && c->span[low].from <= at ? &c->span[low] : NULL;
}

/* Of several leads: what it counts itself is checked in answer_rules.c, and
 * what one lead denies another may state. */
static bool is_own(enum handoff_text_kind kind)
{
    return kind == HANDOFF_TEXT_NUMBER || kind == HANDOFF_TEXT_STATE;
}

/* "the most urgent of them" orders the leads, and says nothing of one. */
static bool is_ranking(const struct checking *c,
                       const struct handoff_text_finding *f)
{
    const struct handoff_slice before =
        ho_trim(ho_part(ho_buffer_slice(&c->text), 0, f->start));

    return f->kind == HANDOFF_TEXT_PROTECTED && before.len >= 4 &&
           (memcmp(before.ptr + before.len - 4, "most", 4) == 0 ||
            memcmp(before.ptr + before.len - 4, "more", 4) == 0);
}

/* An amount inside of a claim is told with the claim. */
static bool is_inside(const struct handoff_text_result *r, size_t i,
                      size_t covered)
{
    const struct handoff_text_finding *f = &r->item[i];

    for (size_t k = i + 1; k < r->count && r->item[k].start == f->start; k++)
        if (r->item[k].end > f->end &&
            r->item[k].severity == HANDOFF_TEXT_REFUSED)
            return true;
    return f->end <= covered;
}

static void report(struct checking *c, const struct handoff_text_finding *f)
{
    const struct span *span = span_at(c, f->start);
    const struct handoff_slice words =
        ho_part(ho_buffer_slice(&c->text), f->start, f->end);
    struct ho_place at;

    if (!span || f->severity != HANDOFF_TEXT_REFUSED || is_ranking(c, f) ||
        (span->cell->lead < 0 && is_own(f->kind)))
        return;
    at = ho_cell_place(span->cell);
    ho_answer_found(c->a, HANDOFF_ANSWER_CODE_CLAIM, &at,
                    ho_arena_copy(c->a->arena, ho_utf8_cut(words, 200)), "",
                    ho_arena_format(c->a->arena, "%s: %s",
                                    handoff_text_kind_name(f->kind), f->why));
}

/* All but states; true: there are some. */
static bool report_all(struct checking *c,
                       const struct handoff_text_result *result)
{
    size_t covered = 0;
    bool states = false;

    for (size_t i = 0; i < result->count; i++) {
        const struct handoff_text_finding *f = &result->item[i];

        if (f->severity != HANDOFF_TEXT_REFUSED)
            continue;
        if (f->kind == HANDOFF_TEXT_STATE)
            states = true;
        else if (!is_inside(result, i, covered))
            report(c, f);
        covered = f->end > covered ? f->end : covered;
    }
    return states;
}

/* What the lead denies, or leaves empty: only its own text can tell, not what
 * the map says of it. */
static enum handoff_status check_states(struct checking *c, int lead,
                                        struct handoff_error *err)
{
    struct handoff_text_result result = { 0 };
    enum handoff_status status;

    ho_buffer_clear(&c->source);
    add_values(&c->source, handoff_map_entry(c->a->map, (size_t)lead)->lead);
    status = ho_buffer_status(&c->source, "a lead", err);
    if (status == HANDOFF_OK)
        status = handoff_text_check(c->checker, ho_buffer_slice(&c->source),
                                    ho_buffer_slice(&c->text), 0, &result, err);
    for (size_t i = 0; i < result.count && status == HANDOFF_OK; i++)
        if (result.item[i].kind == HANDOFF_TEXT_STATE)
            report(c, &result.item[i]);
    return status;
}

static enum handoff_status check_text(struct checking *c, int lead,
                                      struct handoff_error *err)
{
    bool states = false;
    struct handoff_text_result result = { 0 };
    enum handoff_status status = ho_buffer_status(&c->source, "a lead", err);

    if (status == HANDOFF_OK)
        status = ho_buffer_status(&c->text, "the answer", err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(c->a->arena, "the answer", err);
    for (size_t i = 0; i < c->spans && status == HANDOFF_OK; i++)
        status = check_quotes(c, &c->span[i], err);
    if (status == HANDOFF_OK)
        status = handoff_text_check(c->checker, ho_buffer_slice(&c->source),
                                    ho_buffer_slice(&c->text), 0, &result, err);
    if (status == HANDOFF_OK)
        states = report_all(c, &result);
    return states && lead >= 0 ? check_states(c, lead, err) : status;
}

/* Cells [from, to) in order, all of one lead, or of none. */
static enum handoff_status check_group(struct checking *c, size_t from,
                                       size_t to, struct handoff_error *err)
{
    const int lead = c->a->cell[c->order[from]].lead;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_clear(&c->source);
    ho_buffer_clear(&c->text);
    c->spans = 0;
    c->span = NULL;
    c->quotes = 0;
    for (size_t i = from; i < to; i++)
        add_text(c, &c->a->cell[c->order[i]]);
    if (c->spans == 0)
        return HANDOFF_OK;
    ho_buffer_format(&c->source, "As of: %s\n", c->a->today);
    if (lead >= 0)
        add_source(&c->source, handoff_map_entry(c->a->map, (size_t)lead));
    else
        status = add_batch(c, err);
    return status == HANDOFF_OK ? check_text(c, lead, err) : status;
}

static int group_of(const struct ho_cell *cell)
{
    return cell->lead < 0 ? HO_NO_LEAD : cell->lead;
}

/* Stable, by lead: a list for each would be as long as the batch. */
static enum handoff_status sort_cells(struct checking *c,
                                      struct handoff_error *err)
{
    const size_t leads = handoff_map_count(c->a->map) + 1;
    size_t *start = calloc(leads + 1, sizeof *start);

    c->order = calloc(c->a->cells + 1, sizeof *c->order);
    if (!start || !c->order) {
        free(start);
        return ho_no_memory(err);
    }
    for (size_t i = 0; i < c->a->cells; i++)
        start[group_of(&c->a->cell[i]) + 2]++;
    for (size_t i = 1; i <= leads; i++)
        start[i] += start[i - 1];
    for (size_t i = 0; i < c->a->cells; i++)
        c->order[start[group_of(&c->a->cell[i]) + 1]++] = i;
    free(start);
    return HANDOFF_OK;
}

static enum handoff_status check_groups(struct checking *c,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t from = 0;

    for (size_t to = 1; to <= c->a->cells && status == HANDOFF_OK; to++) {
        if (to < c->a->cells && group_of(&c->a->cell[c->order[to]]) ==
                                    group_of(&c->a->cell[c->order[from]]))
            continue;
        status = check_group(c, from, to, err);
        from = to;
    }
    return status;
}

enum handoff_status ho_answer_check_claims(struct ho_answer *a,
                                           struct handoff_error *err)
{
    struct checking c = { .a = a };
    enum handoff_status status = handoff_text_checker_new(&c.checker, err);

    ho_buffer_init(&c.source, TEXT_BYTES);
    ho_buffer_init(&c.text, TEXT_BYTES);
    if (status == HANDOFF_OK)
        status = sort_cells(&c, err);
    if (status == HANDOFF_OK)
        status = check_groups(&c, err);
    free(c.order);
    ho_buffer_release(&c.text);
    ho_buffer_release(&c.source);
    handoff_text_checker_free(c.checker);
    return status;
}
