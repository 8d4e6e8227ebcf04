/* map_leads.c - each lead's brief, decision and priority, for who wants to
 * know why; see playbook/map_json.h */
#include <stdlib.h>

#include "brief/brief_json.h"
#include "brief/sources.h"
#include "playbook/map_json.h"

enum { LINE_BYTES = 2 * HO_BRIEF_JSON };

static const char *const factor_names[] = {
#define X(name, word) word,
    HANDOFF_FACTOR_MAP(X)
#undef X
};

static void write_priority(struct ho_writer *w, const struct handoff_map *map,
                           const struct handoff_entry *e)
{
    ho_write_object(w, "priority");
    ho_write_integer(w, "score", e->score);
    ho_write_array(w, "factors");
    for (size_t i = 0; i < HANDOFF_FACTOR_COUNT; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "factor", factor_names[i]);
        ho_write_integer(w, "value", e->factor[i]);
        ho_write_integer(w, "weight", map->book.weight[i]);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static enum handoff_status write_decision(
    struct ho_writer *w, const struct handoff_policy *policy,
    const struct handoff_brief *brief, const struct handoff_decision *decision,
    struct handoff_error *err)
{
    char *json = NULL;
    enum handoff_status status =
        handoff_decision_json(policy, brief, decision, &json, err);

    if (status == HANDOFF_OK)
        ho_write_raw(w, "decision",
                     (struct handoff_slice){ json, strlen(json) });
    free(json);
    return status;
}

static void write_qualification(struct ho_writer *w,
                                const struct handoff_entry *e)
{
    const struct handoff_qualification *q = &e->qualified;

    ho_write_object(w, "qualification");
    ho_write_text(w, "fit", handoff_fit_name(q->fit));
    ho_write_text(w, "rule", q->rule);
    ho_write_text(w, "why", q->why);
    ho_write_text(w, "evidence", q->evidence);
    ho_write_text(w, "risk", q->risk);
    ho_write_array(w, "ask");
    for (size_t i = 0; i < q->question_count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "field", e->brief->fields->item[q->question[i]].name);
        ho_write_text(w, "question", e->brief->claim[q->question[i]].question);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_summary(struct ho_writer *w, const struct handoff_entry *e)
{
    ho_write_array(w, "summary");
    for (size_t i = 0; i < e->summary_count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "label", e->summary[i].label);
        ho_write_text(w, "text", e->summary[i].text);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

enum handoff_status ho_map_write_leads(struct ho_writer *w,
                                       const struct handoff_map *map,
                                       size_t from, size_t to,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    ho_write_array(w, "leads");
    for (size_t i = from; i < to && status == HANDOFF_OK; i++) {
        const struct handoff_entry *e = &map->entry[i];

        ho_write_object(w, NULL);
        ho_map_write_who(w, e);
        write_summary(w, e);
        write_qualification(w, e);
        write_priority(w, map, e);
        status = write_decision(w, map->in.policy, e->brief, e->decision, err);
        ho_brief_write(w, "brief", e->brief);
        if (status == HANDOFF_OK)
            status = ho_sources_write(w, "sources", e->brief, err);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    return status;
}

enum handoff_status handoff_map_lead_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    const struct handoff_decision *decision, char **json, size_t *len,
    struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&b, LINE_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "lead", brief->lead->id);
    ho_brief_write(&w, "brief", brief);
    status = write_decision(&w, policy, brief, decision, err);
    ho_write_end_object(&w);
    ho_buffer_byte(&b, '\n');
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&b, "a brief as JSON", json, len, err);
    ho_buffer_release(&b);
    return status;
}
