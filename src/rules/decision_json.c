/* decision_json.c - a decision as schemas/decision.schema.json has it. */
#include <handoff/clock.h>

#include "base/json.h"
#include "rules/model.h"
#include "rules/outcome.h"

enum { JSON_BYTES = 4 * 1024 * 1024 };

static const char *text_or_null(const char *text)
{
    return text[0] ? text : NULL;
}

static void write_owner(struct ho_writer *w, const struct handoff_outcome *out)
{
    if (!out->owner[0]) {
        ho_write_null(w, "owner");
        return;
    }
    ho_write_object(w, "owner");
    ho_write_text(w, "id", out->owner);
    ho_write_text(w, "name", out->owner_name);
    ho_write_end_object(w);
}

static void write_due(struct ho_writer *w, const struct handoff_policy *policy,
                      const struct handoff_decision *d)
{
    char text[HANDOFF_LOCAL_TEXT];
    int64_t due;

    if (!handoff_outcome_due(policy, &d->outcome, d->as_of, &due)) {
        ho_write_null(w, "due");
        return;
    }
    handoff_owner_time_text(policy, d->outcome.owner, due, text);
    ho_write_text(w, "due", text);
}

static void write_outcome(struct ho_writer *w,
                          const struct handoff_policy *policy,
                          const struct handoff_decision *d)
{
    const struct handoff_outcome *out = &d->outcome;

    ho_write_text(w, "route", handoff_route_name(out->route));
    ho_write_text(w, "rule", d->rule);
    ho_write_text(w, "reason", out->reason);
    ho_write_text(w, "why", text_or_null(out->why));
    write_owner(w, out);
    if (out->sla > 0)
        ho_write_integer(w, "sla_seconds", out->sla);
    else
        ho_write_null(w, "sla_seconds");
    write_due(w, policy, d);
    ho_write_integer(w, "confidence", out->confidence);
    ho_write_text(w, "exception", text_or_null(d->exception));
    if (ho_review_said(out)[0]) /* not before there was the key */
        ho_write_bool(w, "review", out->review);
    ho_write_bool(w, "undecided", d->undecided);
    ho_write_bool(w, "stopped", d->stopped);
    ho_write_bool(w, "by_otherwise", d->by_otherwise);
}

static void write_asks(struct ho_writer *w, const struct handoff_brief *brief,
                       const struct handoff_decision *d)
{
    ho_write_array(w, "ask");
    for (size_t i = 0; i < d->ask_count; i++) {
        const struct handoff_field *field = &brief->fields->item[d->ask[i]];
        const char *own = brief->claim[d->ask[i]].question;

        ho_write_object(w, NULL);
        ho_write_text(w, "field", field->name);
        ho_write_text(w, "question", own && own[0] ? own : field->question);
        ho_write_text(w, "ask", handoff_ask_name(field->ask));
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_bool(w, "ask_exact", d->ask_exact);
}

static void write_reasons(struct ho_writer *w,
                          const struct handoff_brief *brief,
                          const struct handoff_decision *d)
{
    ho_write_array(w, "assumed");
    for (size_t i = 0; i < d->assumed_count; i++)
        ho_write_text(w, NULL, brief->fields->item[d->assumed[i]].name);
    ho_write_end_array(w);
    ho_write_array(w, "because");
    for (size_t i = 0; i < d->because_count; i++) {
        const struct handoff_claim *claim = &brief->claim[d->because[i]];
        const bool is_explicit = claim->class == HANDOFF_EXPLICIT;

        ho_write_object(w, NULL);
        ho_write_text(w, "field", brief->fields->item[d->because[i]].name);
        ho_write_text(w, "value", claim->value);
        ho_write_text(w, "class", is_explicit ? "explicit" : "inferred");
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_bool(w, "reasons_exact", d->reasons_exact);
}

static void write_changes(struct ho_writer *w,
                          const struct handoff_brief *brief,
                          const struct handoff_decision *d)
{
    ho_write_array(w, "would_change");
    for (size_t i = 0; i < d->would_change_count; i++) {
        const struct handoff_change *change = &d->would_change[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "field", brief->fields->item[change->field].name);
        ho_write_text(w, "rule", change->rule);
        ho_write_text(w, "route", handoff_route_name(change->outcome->route));
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_next(struct ho_writer *w, const struct handoff_policy *policy,
                       const struct handoff_brief *brief,
                       const struct handoff_decision *d)
{
    struct handoff_next next;

    if (!handoff_policy_next(policy, brief, d, &next)) {
        ho_write_null(w, "next_action");
        return;
    }
    ho_write_object(w, "next_action");
    ho_write_text(w, "handoff", text_or_null(next.handoff));
    ho_write_text(w, "field", brief->fields->item[next.field].name);
    ho_write_bool(w, "broken", next.broken);
    ho_write_text(w, "action", next.action);
    ho_write_end_object(w);
}

static void write_qualification(struct ho_writer *w,
                                const struct handoff_policy *policy,
                                const struct handoff_brief *brief,
                                const struct handoff_decision *d)
{
    struct handoff_qualified fit;

    if (!handoff_policy_qualify(policy, brief, d->as_of, &fit)) {
        ho_write_null(w, "qualification");
        return;
    }
    ho_write_object(w, "qualification");
    ho_write_text(w, "fit", handoff_fit_name(fit.fit));
    ho_write_text(w, "rule", fit.rule);
    ho_write_text(w, "why", text_or_null(fit.why));
    ho_write_end_object(w);
}

/* The files that the policy pins; what stands inline is in its own hash. */
static void write_lists(struct ho_writer *w,
                        const struct handoff_policy *policy)
{
    ho_write_array(w, "lists");
    for (size_t i = 0; i < policy->pin_count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "name", policy->pin[i].name);
        ho_write_text(w, "sha256", policy->pin[i].sha256);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_source(struct ho_writer *w,
                         const struct handoff_policy *policy,
                         const struct handoff_decision *d)
{
    char time[HANDOFF_TIME_TEXT];

    ho_write_object(w, "provisional");
    ho_write_text(w, "rule", d->provisional_rule);
    ho_write_text(w, "route", handoff_route_name(d->provisional.route));
    write_owner(w, &d->provisional);
    ho_write_end_object(w);
    ho_write_object(w, "policy");
    ho_write_text(w, "name", policy->name);
    ho_write_text(w, "version", policy->version);
    ho_write_text(w, "sha256", policy->sha256);
    write_lists(w, policy);
    ho_write_end_object(w);
    handoff_time_text(d->as_of, time);
    ho_write_text(w, "as_of", time);
}

enum handoff_status handoff_decision_json(const struct handoff_policy *policy,
                                          const struct handoff_brief *brief,
                                          const struct handoff_decision *d,
                                          char **json,
                                          struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_writer w;

    ho_buffer_init(&text, JSON_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_object(&w, NULL);
    write_outcome(&w, policy, d);
    write_asks(&w, brief, d);
    write_reasons(&w, brief, d);
    if (d->would_change) /* it was asked for */
        write_changes(&w, brief, d);
    write_next(&w, policy, brief, d);
    write_qualification(&w, policy, brief, d);
    write_source(&w, policy, d);
    ho_write_end_object(&w);
    return ho_buffer_take(&text, "the decision", json, NULL, err);
}
