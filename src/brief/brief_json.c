/* brief_json.c - a brief as JSON; see handoff_brief_json */
#include <stdlib.h>

#include "base/json.h"
#include "brief/brief_json.h"

static void write_evidence(struct ho_writer *w,
                           const struct handoff_claim *claim)
{
    ho_write_array(w, "evidence");
    for (size_t i = 0; i < claim->evidence_count; i++) {
        const struct handoff_evidence *e = &claim->evidence[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "source", e->cite);
        ho_write_text(w, "quote", e->quote);
        ho_write_integer(w, "start", (int64_t)e->start);
        ho_write_integer(w, "end", (int64_t)e->end);
        ho_write_text(w, "match",
                      e->match == HANDOFF_MATCH_EXACT ? "exact" : "folded");
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_basis(struct ho_writer *w, const struct handoff_brief *brief,
                        const struct handoff_claim *claim)
{
    ho_write_array(w, "basis");
    if (claim->basis != HANDOFF_NO_FIELD) {
        ho_write_object(w, NULL);
        ho_write_text(w, "field", brief->fields->item[claim->basis].name);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_claim(struct ho_writer *w, const struct handoff_brief *brief,
                        const struct handoff_claim *claim)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "field", brief->fields->item[claim->field].name);
    if (claim->class != HANDOFF_UNKNOWN)
        ho_write_text(w, "value", claim->value);
    if (claim->class == HANDOFF_INFERRED)
        write_basis(w, brief, claim);
    if (claim->class != HANDOFF_UNKNOWN || claim->evidence_count > 0)
        write_evidence(w, claim);
    if (claim->class != HANDOFF_EXPLICIT)
        ho_write_text(w, "reason", claim->reason);
    if (claim->class == HANDOFF_INFERRED)
        ho_write_text(w, "confidence", claim->confidence);
    if (*claim->question)
        ho_write_text(w, "question", claim->question);
    ho_write_end_object(w);
}

static void write_class(struct ho_writer *w, const struct handoff_brief *brief,
                        enum handoff_class class)
{
    ho_write_array(w, handoff_class_name(class));
    for (size_t i = 0; i < brief->fields->count; i++)
        if (brief->claim[i].class == class && handoff_brief_lists(brief, i))
            write_claim(w, brief, &brief->claim[i]);
    ho_write_end_array(w);
}

static void write_findings(struct ho_writer *w,
                           const struct handoff_brief *brief)
{
    ho_write_array(w, "findings");
    for (size_t i = 0; i < brief->finding_count; i++) {
        const struct handoff_finding *f = &brief->finding[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "code", handoff_finding_name(f->code));
        ho_write_text(w, "field",
                      f->field == HANDOFF_NO_FIELD
                          ? NULL
                          : brief->fields->item[f->field].name);
        ho_write_text(w, "was", f->was);
        ho_write_text(w, "now", f->now);
        ho_write_text(w, "quote", f->quote);
        ho_write_text(w, "detail", f->detail);
        ho_write_bool(w, "asked_again", f->asked_again);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_tokens(struct ho_writer *w, const char *key, int64_t count)
{
    if (count > 0)
        ho_write_integer(w, key, count);
    else
        ho_write_null(w, key);
}

static void write_made_by(struct ho_writer *w,
                          const struct handoff_brief *brief)
{
    const struct handoff_made_by *m = &brief->made_by;

    ho_write_object(w, "made_by");
    ho_write_text(w, "endpoint", m->endpoint);
    ho_write_text(w, "model", *m->model ? m->model : NULL);
    ho_write_text(w, "prompt", m->prompt);
    ho_write_text(w, "reply_sha256",
                  brief->reply_sha256[0] ? brief->reply_sha256 : NULL);
    ho_write_text(w, "reask_prompt", m->reask);
    ho_write_array(w, "again_sha256");
    for (size_t i = 0; i < brief->again_count; i++)
        ho_write_text(w, NULL,
                      *brief->again_sha256[i] ? brief->again_sha256[i] : NULL);
    ho_write_end_array(w);
    ho_write_integer(w, "attempts", m->attempts);
    write_tokens(w, "prompt_tokens", m->prompt_tokens);
    write_tokens(w, "completion_tokens", m->completion_tokens);
    ho_write_end_object(w);
}

void ho_brief_write(struct ho_writer *w, const char *key,
                    const struct handoff_brief *brief)
{
    ho_write_object(w, key);
    ho_write_text(w, "lead", brief->lead->id);
    ho_write_object(w, "origin");
    ho_write_text(w, "file", brief->lead->file);
    ho_write_integer(w, "line", (int64_t)brief->lead->line);
    ho_write_text(w, "sha256", brief->lead->sha256);
    ho_write_end_object(w);
    write_class(w, brief, HANDOFF_EXPLICIT);
    write_class(w, brief, HANDOFF_INFERRED);
    write_class(w, brief, HANDOFF_UNKNOWN);
    ho_write_object(w, "suggested");
    ho_write_text(w, "lane", brief->lane);
    ho_write_text(w, "action", brief->action);
    ho_write_end_object(w);
    ho_write_bool(w, "degraded", brief->degraded);
    ho_write_array(w, "repairs");
    for (size_t i = 0; i < brief->repair_count; i++)
        ho_write_text(w, NULL, brief->repair[i]);
    ho_write_end_array(w);
    write_findings(w, brief);
    write_made_by(w, brief);
    ho_write_end_object(w);
}

enum handoff_status handoff_brief_json(const struct handoff_brief *brief,
                                       char **json, struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;

    ho_buffer_init(&b, HO_BRIEF_JSON);
    ho_writer_init(&w, &b, 0);
    ho_brief_write(&w, NULL, brief);
    return ho_buffer_take(&b, "the brief as JSON", json, NULL, err);
}
