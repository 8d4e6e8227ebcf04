/* ptests_json.c - the result as schemas/policy-tests.schema.json has it. */
#include "base/json.h"
#include "rules/fact_words.h"
#include "rules/outcome.h"
#include "rules/ptests_run.h"

enum { JSON_BYTES = 64 * 1024 * 1024 };

struct out {
    struct ho_writer *w;
    const struct ho_ptests_result *r;
    const struct ho_ptests *tests;
    const struct handoff_policy *policy;
};

static void write_count(const struct out *o, const char *key, size_t count)
{
    ho_write_integer(o->w, key, (int64_t)count);
}

static void write_fields(const struct out *o, const char *key, const int *field,
                         size_t count)
{
    ho_write_array(o->w, key);
    for (size_t i = 0; i < count; i++)
        ho_write_text(o->w, NULL, o->policy->fields.item[field[i]].name);
    ho_write_end_array(o->w);
}

static const char *text_or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

/* --- cases --- */

static void write_decision(const struct out *o,
                           const struct handoff_decision *d)
{
    ho_write_object(o->w, "decision");
    ho_write_text(o->w, "rule", d->rule);
    ho_write_text(o->w, "route", handoff_route_name(d->outcome.route));
    ho_write_text(o->w, "owner", text_or_null(d->outcome.owner));
    ho_write_text(o->w, "reason", d->outcome.reason);
    ho_write_integer(o->w, "confidence", d->outcome.confidence);
    write_fields(o, "ask", d->ask, d->ask_count);
    write_fields(o, "assumed", d->assumed, d->assumed_count);
    ho_write_text(o->w, "exception", text_or_null(d->exception));
    if (ho_review_said(&d->outcome)[0])
        ho_write_bool(o->w, "review", d->outcome.review);
    ho_write_end_object(o->w);
}

static void write_differences(const struct out *o, const struct ho_case *c)
{
    struct ho_arena *arena = o->r->arena;

    ho_write_array(o->w, "differences");
    for (size_t i = 0; i < c->expect.count; i++) {
        const struct ho_expected *e = &c->expect.item[i];

        if (ho_expected_is(e, c->got))
            continue;
        ho_write_object(o->w, NULL);
        ho_write_text(o->w, "output", ho_output_name(e->output));
        ho_write_text(o->w, "expected", ho_expected_words(arena, o->policy, e));
        ho_write_text(o->w, "got",
                      ho_got_words(arena, o->policy, e->output, c->got));
        write_count(o, "line", e->node->line);
        ho_write_end_object(o->w);
    }
    ho_write_end_array(o->w);
}

static enum handoff_status write_case(const struct out *o,
                                      const struct ho_case *c,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    const char *why = "";

    ho_write_object(o->w, NULL);
    ho_write_text(o->w, "name", c->name);
    write_count(o, "line", c->node->line);
    ho_write_bool(o->w, "passed", c->passed);
    write_decision(o, c->got);
    if (!c->passed) {
        write_differences(o, c);
        status = ho_ptests_why(o->tests, c, o->r->arena, &why, err);
        ho_write_text(o->w, "why", why);
    }
    ho_write_end_object(o->w);
    return status;
}

/* --- properties --- */

static void write_rests_on(const struct out *o, const struct ho_proof *proof)
{
    ho_write_array(o->w, "rests_on");
    for (size_t i = 0; i < proof->rests_on_count; i++) {
        const struct ho_rests_on *on = &proof->rests_on[i];

        ho_write_object(o->w, NULL);
        ho_write_text(o->w, "code", "L205");
        ho_write_text(o->w, "field", o->policy->fields.item[on->field].name);
        ho_write_text(o->w, "assumed_by", on->by);
        ho_write_text(o->w, "assumed",
                      on->matches ? "matches" : "does_not_match");
        ho_write_text(o->w, "rule", on->rule);
        ho_write_text(o->w, "example", on->example);
        ho_write_end_object(o->w);
    }
    ho_write_end_array(o->w);
}

static void write_property(const struct out *o, const struct ho_property *p,
                           const struct ho_proof *proof)
{
    ho_write_object(o->w, NULL);
    ho_write_text(o->w, "name", p->name);
    write_count(o, "line", p->node->line);
    ho_write_bool(o->w, "holds", proof->holds && proof->exact);
    ho_write_bool(o->w, "proved", proof->exact);
    ho_write_integer(o->w, "worlds", (int64_t)proof->worlds);
    ho_write_bool(o->w, "worlds_more", proof->worlds == HO_WORLDS_MOST);
    ho_write_text(o->w, "rule", text_or_null(proof->rule));
    ho_write_text(o->w, "example", text_or_null(proof->example));
    write_rests_on(o, proof);
    ho_write_end_object(o->w);
}

/* --- coverage --- */

static void write_conditions(const struct out *o)
{
    const struct ho_coverage *coverage = &o->r->coverage;

    ho_write_array(o->w, "not_both");
    for (size_t i = 0; i < coverage->condition_count; i++) {
        const struct ho_condition *c = &coverage->condition[i];

        if (c->seen_true && c->seen_false)
            continue;
        ho_write_object(o->w, NULL);
        ho_write_text(o->w, "rule", o->policy->rule[c->rule].id);
        ho_write_text(o->w, "condition", c->words);
        ho_write_text(o->w, "never",
                      c->seen_true    ? "false"
                      : c->seen_false ? "true"
                                      : "true or false");
        ho_write_end_object(o->w);
    }
    ho_write_end_array(o->w);
}

static void write_coverage(const struct out *o)
{
    const struct ho_coverage *coverage = &o->r->coverage;

    ho_write_object(o->w, "coverage");
    write_count(o, "rules", o->policy->rule_count);
    write_count(o, "decided", coverage->decided_count);
    ho_write_array(o->w, "never_decided");
    for (size_t i = 0; i < o->policy->rule_count; i++)
        if (!coverage->decided[i])
            ho_write_text(o->w, NULL, o->policy->rule[i].id);
    ho_write_end_array(o->w);
    write_count(o, "conditions", coverage->condition_count);
    write_count(o, "both", coverage->seen_both);
    write_conditions(o);
    ho_write_end_object(o->w);
}

/* --- mutation --- */

static void write_survivor(const struct out *o, const struct ho_survivor *s)
{
    ho_write_object(o->w, NULL);
    ho_write_text(o->w, "rule", s->rule);
    ho_write_text(o->w, "change", s->what);
    ho_write_text(o->w, "example", text_or_null(s->example));
    ho_write_text(o->w, "was", text_or_null(s->was));
    ho_write_text(o->w, "is", text_or_null(s->is));
    ho_write_bool(o->w, "moves", strcmp(s->was, s->is) != 0);
    ho_write_end_object(o->w);
}

static void write_mutation(const struct out *o)
{
    const struct ho_mutation *m = &o->r->mutation;

    if (!m->measured) {
        ho_write_null(o->w, "mutation");
        return;
    }
    ho_write_object(o->w, "mutation");
    write_count(o, "rules", o->policy->rule_count);
    write_count(o, "rules_tried", m->rules);
    ho_write_bool(o->w, "all_tried", m->rules == o->policy->rule_count);
    write_count(o, "made", m->made);
    write_count(o, "equivalent", m->equivalent);
    write_count(o, "counted", m->made - m->equivalent);
    write_count(o, "killed", m->killed);
    ho_write_integer(o->w, "score", m->score);
    ho_write_array(o->w, "survivors");
    for (size_t i = 0; i < m->survivor_count; i++)
        write_survivor(o, &m->survivor[i]);
    ho_write_end_array(o->w);
    ho_write_end_object(o->w);
}

/* --- the whole --- */

static void write_head(const struct out *o, const char *name)
{
    size_t resting = 0;

    ho_write_object(o->w, "policy");
    ho_write_text(o->w, "name", o->policy->name);
    ho_write_text(o->w, "version", o->policy->version);
    ho_write_text(o->w, "sha256", o->policy->sha256);
    ho_write_end_object(o->w);
    ho_write_text(o->w, "tests", name);
    write_count(o, "passed", o->r->passed);
    write_count(o, "failed", o->tests->count - o->r->passed);
    write_count(o, "held", o->r->held);
    write_count(o, "violated", o->tests->property_count - o->r->held);
    for (size_t i = 0; i < o->tests->property_count; i++)
        resting += o->r->proof[i].rests_on_count > 0;
    write_count(o, "resting", resting);
    if (o->tests->score_at_least > 0)
        ho_write_integer(o->w, "score_at_least", o->tests->score_at_least);
    else
        ho_write_null(o->w, "score_at_least");
    ho_write_bool(o->w, "score_reached", o->r->score_reached);
}

enum handoff_status ho_ptests_json(const struct ho_ptests_result *result,
                                   const char *name, char **json,
                                   struct handoff_error *err)
{
    const struct ho_ptests *tests = result->tests;
    struct ho_buffer text;
    struct ho_writer w;
    const struct out o = { &w, result, tests, tests->policy };
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&text, JSON_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_object(&w, NULL);
    write_head(&o, name);
    ho_write_array(&w, "cases");
    for (size_t i = 0; i < tests->count && status == HANDOFF_OK; i++)
        status = write_case(&o, &tests->item[i], err);
    ho_write_end_array(&w);
    ho_write_array(&w, "properties");
    for (size_t i = 0; i < tests->property_count; i++)
        write_property(&o, &tests->property[i], &result->proof[i]);
    ho_write_end_array(&w);
    write_coverage(&o);
    write_mutation(&o);
    ho_write_end_object(&w);
    if (status == HANDOFF_OK)
        status = ho_arena_status(result->arena, "the result of the tests", err);
    if (status == HANDOFF_OK)
        return ho_buffer_take(&text, "the result of the tests", json, NULL,
                              err);
    ho_buffer_release(&text);
    return status;
}
