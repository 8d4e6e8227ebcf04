/* table.c - the rules as a table for people: handoff_policy_table.
 *
 * What stands in a cell is the text of the policy file, so that a reader finds
 * it there again.
 */
#include <handoff/analysis.h>

#include "base/json.h"
#include "base/yaml.h"
#include "rules/cells.h"
#include "rules/outcome.h"

enum { JSON_BYTES = 64 * 1024 * 1024, CELL_BYTES = 1 << 20 };

/* For the next cell; a failure stays, for the end. */
static void empty(struct ho_buffer *b)
{
    if (b->failed == HANDOFF_OK)
        ho_buffer_clear(b);
}

/* "under suppression", "[demo, pricing]" */
static void add_text(struct ho_buffer *b, const struct ho_yaml *node)
{
    if (node->kind == HO_YAML_SCALAR) {
        ho_buffer_text(b, node->text);
        return;
    }
    ho_buffer_byte(b, '[');
    for (const struct ho_yaml *c = node->child; c; c = c->next)
        ho_buffer_format(b, "%s%s", c == node->child ? "" : ", ", c->text);
    ho_buffer_byte(b, ']');
}

/* The mapping inside `any:` that became row i; NULL without `any:`. */
static const struct ho_yaml *inner_of(const struct ho_yaml *when, size_t i)
{
    const struct ho_yaml *any = ho_yaml_get(when, "any");
    const struct ho_yaml *c = any ? any->child : NULL;

    for (; c && i > 0; i--)
        c = c->next;
    return c;
}

/* What row i of the rule says about a field; empty for nothing. */
static void add_cell(struct ho_buffer *b, const struct ho_rule *rule, size_t i,
                     const char *field)
{
    const struct ho_yaml *when = ho_yaml_get(rule->node, "when");
    const struct ho_yaml *outer = ho_yaml_get(when, field);
    const struct ho_yaml *inner = ho_yaml_get(inner_of(when, i), field);

    empty(b);
    if (outer)
        add_text(b, outer);
    if (outer && inner)
        ho_buffer_text(b, " and ");
    if (inner)
        add_text(b, inner);
}

static const char *text_of(const struct ho_buffer *b)
{
    return b->len > 0 && b->failed == HANDOFF_OK ? b->ptr : "";
}

static void write_cells(struct ho_writer *w, const struct handoff_policy *p,
                        const struct ho_rule *rule, size_t row,
                        struct ho_buffer *b)
{
    ho_write_array(w, "cells");
    for (size_t f = 0; f < p->fields.count; f++) {
        if (p->cells[f].count == 0)
            continue;
        add_cell(b, rule, row, p->fields.item[f].name);
        ho_write_object(w, NULL);
        ho_write_text(w, "column", p->fields.item[f].name);
        ho_write_text(w, "test", text_of(b));
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* "pain: does_not_match, source: matches" */
static void write_marks(struct ho_writer *w, const struct ho_rule *rule,
                        const char *key, struct ho_buffer *b)
{
    const struct ho_yaml *map = ho_yaml_get(rule->node, key);

    empty(b);
    for (const struct ho_yaml *c = map ? map->child : NULL; c; c = c->next)
        ho_buffer_format(b, "%s%s: %s", b->len ? ", " : "", c->key, c->text);
    ho_write_text(w, key, text_of(b));
}

static void write_outcome(struct ho_writer *w,
                          const struct handoff_outcome *out)
{
    ho_write_text(w, "route", handoff_route_name(out->route));
    ho_write_text(w, "owner", out->owner);
    ho_write_text(w, "reason_code", out->reason);
    if (out->sla > 0)
        ho_write_integer(w, "sla_seconds", out->sla);
    else
        ho_write_null(w, "sla_seconds");
    ho_write_integer(w, "confidence", out->confidence);
    ho_write_text(w, "review", ho_review_said(out));
    ho_write_text(w, "why", out->why);
}

static void write_row(struct ho_writer *w, const struct handoff_policy *p,
                      const struct ho_rule *rule, size_t row,
                      struct ho_buffer *b)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "rule", rule->id);
    ho_write_integer(w, "row", (int64_t)row + 1);
    ho_write_bool(w, "otherwise", rule == &p->rule[p->rule_count - 1]);
    write_cells(w, p, rule, row, b);
    write_outcome(w, &rule->then);
    ho_write_text(w, "exception", rule->exception);
    write_marks(w, rule, "if_unknown", b);
    write_marks(w, rule, "evidence", b);
    ho_write_end_object(w);
}

static void write_columns(struct ho_writer *w, const struct handoff_policy *p)
{
    ho_write_array(w, "columns");
    for (size_t f = 0; f < p->fields.count; f++)
        if (p->cells[f].count > 0)
            ho_write_text(w, NULL, p->fields.item[f].name);
    ho_write_end_array(w);
}

static void write_approval(struct ho_writer *w,
                           const struct handoff_approved *approved)
{
    static const char *const states[] = { [HANDOFF_NOT_APPROVED] =
                                              "not_approved",
                                          [HANDOFF_APPROVED] = "approved",
                                          [HANDOFF_APPROVED_OTHER] =
                                              "approved_with_another_content" };

    ho_write_object(w, "approval");
    ho_write_text(w, "state", states[approved->state]);
    ho_write_bool(w, "approved", approved->state == HANDOFF_APPROVED);
    ho_write_text(w, "by", approved->by[0] ? approved->by : NULL);
    ho_write_text(w, "time", approved->time[0] ? approved->time : NULL);
    ho_write_end_object(w);
}

static void write_policy(struct ho_writer *w, const struct handoff_policy *p)
{
    ho_write_object(w, "policy");
    ho_write_text(w, "name", p->name);
    ho_write_text(w, "version", p->version);
    ho_write_text(w, "sha256", p->sha256);
    ho_write_end_object(w);
}

enum handoff_status handoff_policy_table(
    const struct handoff_policy *policy,
    const struct handoff_approved *approved, char **json,
    struct handoff_error *err)
{
    static const struct handoff_approved nobody = { .state =
                                                        HANDOFF_NOT_APPROVED };
    struct ho_buffer text, cell;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&text, JSON_BYTES);
    ho_buffer_init(&cell, CELL_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_object(&w, NULL);
    write_policy(&w, policy);
    write_approval(&w, approved ? approved : &nobody);
    write_columns(&w, policy);
    ho_write_array(&w, "rules");
    for (size_t r = 0; r < policy->rule_count; r++)
        for (size_t i = 0; i < policy->rule[r].row_count; i++)
            write_row(&w, policy, &policy->rule[r], i, &cell);
    ho_write_end_array(&w);
    ho_write_object(&w, "undecided");
    write_outcome(&w, &policy->undecided);
    ho_write_end_object(&w);
    ho_write_end_object(&w);
    status = ho_buffer_status(&cell, "a cell", err);
    ho_buffer_release(&cell);
    if (status != HANDOFF_OK) {
        ho_buffer_release(&text);
        return status;
    }
    return ho_buffer_take(&text, "the table", json, NULL, err);
}
