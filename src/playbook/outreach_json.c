/* outreach_json.c - drafts as JSON; see <handoff/outreach.h> */
#include "playbook/outreach.h"

enum { JSON_BYTES = 16 << 20 };

static void write_facts(struct ho_writer *w, const struct handoff_draft *draft,
                        const struct handoff_angle *a)
{
    const struct handoff_brief *brief = draft->to.brief;

    ho_write_array(w, "facts");
    for (size_t i = 0; i < a->fact_count; i++) {
        const struct handoff_claim *c = &brief->claim[a->fact[i]];
        const struct handoff_evidence *e = &c->evidence[0];

        ho_write_object(w, NULL);
        ho_write_text(w, "field", brief->fields->item[a->fact[i]].name);
        ho_write_text(w, "source", e->cite);
        ho_write_text(w, "quote", e->quote);
        ho_write_integer(w, "start", (int64_t)e->start);
        ho_write_integer(w, "end", (int64_t)e->end);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_choice(struct ho_writer *w, const char *key, const char *id,
                         const char *text)
{
    ho_write_object(w, key);
    ho_write_text(w, "id", id);
    ho_write_text(w, "text", text);
    ho_write_end_object(w);
}

static void write_send(struct ho_writer *w, const struct handoff_draft *draft)
{
    char time[HANDOFF_LOCAL_TEXT];

    handoff_owner_time_text(draft->policy, draft->to.decision->outcome.owner,
                            draft->send_at, time);
    ho_write_text(w, "send_at", time);
    ho_write_array(w, "stop");
    for (size_t i = 0; i < draft->stop.count; i++)
        ho_write_text(w, NULL, draft->stop.item[i]);
    ho_write_end_array(w);
}

/* Line by line, for who prints it. */
static void write_lines(struct ho_writer *w, const char *message)
{
    struct handoff_slice rest = ho_slice(message), line;

    ho_write_array(w, "lines");
    while (ho_next_line(&rest, &line))
        ho_write_slice(w, NULL, line);
    ho_write_end_array(w);
}

static void write_angle(struct ho_writer *w, const char *key,
                        const struct handoff_draft *draft,
                        const struct handoff_angle *a)
{
    ho_write_object(w, key);
    ho_write_text(w, "angle", a->id);
    ho_write_text(w, "channel", a->channel);
    write_choice(w, "promise", a->promise, a->promise_text);
    write_choice(w, "cta", a->cta, a->cta_text);
    ho_write_text(w, "message", a->message);
    write_lines(w, a->message);
    write_facts(w, draft, a);
    ho_write_end_object(w);
}

static void write_asks(struct ho_writer *w, const struct handoff_draft *draft)
{
    const struct handoff_qualification *q = &draft->qualified;
    const struct handoff_brief *brief = draft->to.brief;

    ho_write_array(w, "ask");
    for (size_t i = 0; i < q->question_count; i++)
        ho_write_text(w, NULL, brief->claim[q->question[i]].question);
    ho_write_end_array(w);
}

static void write_refused(struct ho_writer *w,
                          const struct handoff_draft *draft)
{
    ho_write_array(w, "refused");
    for (size_t i = 0; i < draft->refused.count; i++) {
        const struct handoff_refusal *r = &draft->refused.item[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "code", handoff_refusal_name(r->code));
        ho_write_text(w, "sentence", r->sentence);
        ho_write_text(w, "why", r->why);
        ho_write_integer(w, "answer", r->answer);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_made_by(struct ho_writer *w,
                          const struct handoff_draft *draft)
{
    const struct handoff_made_by *m = &draft->made_by;

    ho_write_object(w, "made_by");
    ho_write_text(w, "endpoint", m->endpoint);
    ho_write_text(w, "model", *m->model ? m->model : NULL);
    ho_write_text(w, "prompt", m->prompt);
    ho_write_integer(w, "attempts", m->attempts);
    ho_write_text(w, "policy", handoff_policy_sha256(draft->policy));
    ho_write_end_object(w);
}

static enum handoff_status take(struct ho_buffer *b, char **json,
                                struct handoff_error *err)
{
    const enum handoff_status status =
        ho_buffer_take(b, "a draft as JSON", json, NULL, err);

    ho_buffer_release(b);
    return status;
}

enum handoff_status handoff_draft_json(const struct handoff_draft *draft,
                                       char **json, struct handoff_error *err)
{
    const bool none = draft->none != NULL;
    struct ho_buffer b;
    struct ho_writer w;

    ho_buffer_init(&b, JSON_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "lead", draft->to.brief->lead->id);
    ho_write_text(&w, "status", none ? "none" : "proposed");
    ho_write_text(&w, "why", draft->none);
    ho_write_text(&w, "fit", handoff_fit_name(draft->qualified.fit));
    ho_write_text(&w, "evidence", draft->qualified.evidence);
    ho_write_text(&w, "risk", draft->qualified.risk);
    write_asks(&w, draft);
    write_send(&w, draft);
    ho_write_array(&w, "angles");
    for (size_t i = 0; i < draft->angle_count && !none; i++)
        write_angle(&w, NULL, draft, &draft->angle[i]);
    ho_write_end_array(&w);
    write_refused(&w, draft);
    write_made_by(&w, draft);
    ho_write_end_object(&w);
    return take(&b, json, err);
}

enum handoff_status handoff_angle_json(const struct handoff_draft *draft,
                                       size_t angle, char **json,
                                       struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;

    ho_buffer_init(&b, JSON_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "lead", draft->to.brief->lead->id);
    ho_write_text(&w, "evidence", draft->qualified.evidence);
    ho_write_text(&w, "risk", draft->qualified.risk);
    write_send(&w, draft);
    write_angle(&w, "draft", draft, &draft->angle[angle]);
    write_made_by(&w, draft);
    ho_write_end_object(&w);
    return take(&b, json, err);
}
