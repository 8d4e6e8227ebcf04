/* summary.c - a lead in the few lines that a seller reads in ten seconds.
 *
 * Out of accepted facts alone, each with its citation mark, and what the lead
 * asked for first.  Stated, inferred and unknown are never on one line.
 */
#include "playbook/playbook.h"

enum { LINE_FACTS = 4, LINE_UNKNOWNS = 8 };

/* Which facts a line is made of; a fact stands on the first that takes it. */
enum part { ASKS, PROBLEM, WHO, DETAILS, GUESSED, PARTS };

static const char *const labels[PARTS] = { "Asks for", "Problem", "Who",
                                           "Also says", "Inferred" };

static bool is_who(enum handoff_type type)
{
    return type == HANDOFF_TYPE_PERSON || type == HANDOFF_TYPE_JOB_TITLE ||
           type == HANDOFF_TYPE_COMPANY || type == HANDOFF_TYPE_COUNTRY;
}

/* PARTS: on none. */
static enum part part_of(const struct handoff_field *f,
                         const struct handoff_claim *c)
{
    const unsigned matters = HANDOFF_NEED_ROUTE | HANDOFF_NEED_QUALIFICATION;

    if (c->class == HANDOFF_UNKNOWN || c->evidence_count == 0)
        return PARTS;
    if (c->class == HANDOFF_INFERRED)
        return (f->needed_for & matters) && f->infer_from == HANDOFF_NO_FIELD
                   ? GUESSED
                   : PARTS;
    if (f->wanted)
        return ASKS;
    if (is_who(f->type))
        return WHO;
    if (f->from_crm || f->from_screen || f->infer_from != HANDOFF_NO_FIELD ||
        !(f->needed_for & matters))
        return PARTS;
    return f->type == HANDOFF_TYPE_TEXT ? PROBLEM : DETAILS;
}

static void add(struct handoff_map *map, struct handoff_entry *e,
                const char *label, const char *text)
{
    struct handoff_summary_line *line;

    if (!*text)
        return;
    line =
        ho_arena_push(map->arena, &e->summary, &e->summary_count, sizeof *line);
    if (line)
        *line = (struct handoff_summary_line){ label, text };
}

/* The label tells what `pain` is; of who they are the quotes tell. */
static const char *one_fact(struct handoff_map *map,
                            const struct handoff_entry *e, enum part part,
                            int field)
{
    return part == WHO || part == PROBLEM
               ? ho_fact_said(map->arena, e->brief, field)
               : ho_fact(map->arena, e->brief, field);
}

static const char *facts_of(struct handoff_map *map,
                            const struct handoff_entry *e, enum part part)
{
    const struct handoff_fields *fields = e->brief->fields;
    const char *text = "";
    int count = 0;

    for (size_t i = 0; i < fields->count && count < LINE_FACTS; i++) {
        if (part_of(&fields->item[i], &e->brief->claim[i]) != part)
            continue;
        text =
            ho_arena_format(map->arena, "%s%s%s", text, count > 0 ? "; " : "",
                            one_fact(map, e, part, (int)i));
        count++;
    }
    return text;
}

/* Route or qualification lack it, and only the lead or the CRM can say it. */
static bool is_open(const struct handoff_brief *brief, size_t field)
{
    const struct handoff_field *f = &brief->fields->item[field];

    return brief->claim[field].class == HANDOFF_UNKNOWN &&
           (f->needed_for &
            (HANDOFF_NEED_ROUTE | HANDOFF_NEED_QUALIFICATION)) &&
           f->infer_from == HANDOFF_NO_FIELD && !f->from_screen;
}

static bool is_risk(const struct handoff_map *map, int field)
{
    for (size_t i = 0; i < map->book.risk_count; i++)
        if (map->book.risk[i] == field)
            return true;
    return false;
}

/* What the policy calls a risk first. */
static const char *unknowns(struct handoff_map *map,
                            const struct handoff_entry *e)
{
    const struct handoff_fields *fields = e->brief->fields;
    int open[LINE_UNKNOWNS];
    size_t count = 0, left = 0;
    const char *text;

    for (int others = 0; others < 2; others++)
        for (size_t i = 0; i < fields->count; i++) {
            if (!is_open(e->brief, i) || is_risk(map, (int)i) == others)
                continue;
            if (count < LINE_UNKNOWNS)
                open[count++] = (int)i;
            else
                left++;
        }
    if (left == 0)
        return ho_field_list(map, open, count);
    text = ho_field_words(map, open[0]);
    for (size_t i = 1; i < count; i++)
        text = ho_arena_format(map->arena, "%s, %s", text,
                               ho_field_words(map, open[i]));
    return ho_arena_format(map->arena, "%s and %zu more", text, left);
}

static const char *next(struct handoff_map *map, const struct handoff_entry *e)
{
    const char *text = "";

    if (*e->next_action)
        text = ho_arena_format(map->arena, "%s [%s]", e->next_action,
                               e->action_from);
    for (size_t i = 0; i < e->qualified.question_count && *text; i++)
        text = ho_arena_format(
            map->arena, "%s%s%s", text, i == 0 ? ". Ask: " : " ",
            e->brief->claim[e->qualified.question[i]].question);
    return text;
}

void ho_entry_summary(struct handoff_map *map, struct handoff_entry *e)
{
    for (int p = 0; p < PARTS; p++)
        add(map, e, labels[p], facts_of(map, e, (enum part)p));
    add(map, e, "Unknown", unknowns(map, e));
    add(map, e, "Next", next(map, e));
}
