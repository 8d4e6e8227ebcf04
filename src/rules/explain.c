/* explain.c - every rule with its yes, no or ?; see handoff_policy_explain_json
 *
 * The verdicts of rules are those of the decision.  A test of a rule is told
 * as the decision took it: an inferred fact that a rule wants to be explicit
 * is open for all rules, and if_unknown speaks where a test is open.
 */
#include <handoff/policy.h>

#include <stdlib.h>

#include "base/json.h"
#include "rules/decider.h"
#include "rules/known.h"
#include "rules/words.h"

enum { JSON_BYTES = 16 * 1024 * 1024, WHEN_BYTES = 64 * 1024 };

struct explainer {
    const struct handoff_policy *policy;
    const struct handoff_brief *brief;
    const struct handoff_decision *decision;
    int64_t today;
    const struct ho_view *view; /* by field: as the decision took it */
    struct ho_writer w;
    struct ho_buffer when; /* scratch */
};

static const char *word(enum ho_truth t)
{
    return t == HO_TRUTH_YES ? "yes" : t == HO_TRUTH_NO ? "no" : "?";
}

static const char *field_name(const struct explainer *x, int field)
{
    return x->brief->fields->item[field].name;
}

/* --- tests --------------------------------------------------------------- */

/* What if_unknown of the rule makes of an open test. */
static enum ho_truth assume(const struct ho_rule *rule, int field,
                            bool *assumed)
{
    for (size_t i = 0; i < rule->assume_count; i++) {
        if (rule->assume[i].field != field)
            continue;
        *assumed = true;
        return rule->assume[i].matches ? HO_TRUTH_YES : HO_TRUTH_NO;
    }
    return HO_TRUTH_OPEN;
}

static enum ho_truth judge(const struct explainer *x,
                           const struct ho_rule *rule,
                           const struct ho_test *test, bool *assumed)
{
    enum ho_truth t = ho_test_truth(test, x->brief, x->today);

    *assumed = false;
    if (!x->view[test->field].known)
        t = HO_TRUTH_OPEN; /* Unknown, or inferred and that is not enough */
    return t == HO_TRUTH_OPEN ? assume(rule, test->field, assumed) : t;
}

/* A failure stays: clearing would forget it. */
static void start_words(struct explainer *x)
{
    if (x->when.failed == HANDOFF_OK)
        ho_buffer_clear(&x->when);
}

/* As the policy file has it. */
static void write_node(struct explainer *x, const struct ho_yaml *node)
{
    start_words(x);
    ho_buffer_text(&x->when, node->text);
    for (const struct ho_yaml *c = node->child; c; c = c->next)
        ho_buffer_format(&x->when, "%s%s", c == node->child ? "" : " | ",
                         c->text);
    ho_write_slice(&x->w, "test", ho_buffer_slice(&x->when));
}

static void write_fact(struct explainer *x, int field)
{
    const struct handoff_claim *claim = &x->brief->claim[field];
    struct ho_writer *w = &x->w;

    ho_write_text(w, "value", claim->value);
    ho_write_text(w, "class", handoff_class_name(claim->class));
    ho_write_array(w, "evidence");
    for (size_t i = 0; i < claim->evidence_count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "source", claim->evidence[i].cite);
        ho_write_text(w, "quote", claim->evidence[i].quote);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_test(struct explainer *x, const struct ho_rule *rule,
                       size_t row, const struct ho_test *test)
{
    bool assumed;
    const enum ho_truth t = judge(x, rule, test, &assumed);

    ho_write_object(&x->w, NULL);
    ho_write_integer(&x->w, "row", (int64_t)row + 1);
    ho_write_text(&x->w, "field", field_name(x, test->field));
    write_node(x, test->node);
    ho_write_text(&x->w, "verdict", word(t));
    ho_write_bool(&x->w, "assumed", assumed);
    write_fact(x, test->field);
    ho_write_end_object(&x->w);
}

/* --- rules --------------------------------------------------------------- */

static enum ho_truth verdict(const struct explainer *x, size_t rule)
{
    if (ho_bit(x->decision->must, rule))
        return HO_TRUTH_YES;
    return ho_bit(x->decision->may, rule) ? HO_TRUTH_OPEN : HO_TRUTH_NO;
}

static const char *section(const struct explainer *x, size_t rule)
{
    if (rule < x->policy->screen_count)
        return "screen";
    return rule + 1 < x->policy->rule_count ? "rules" : "otherwise";
}

static void write_rule(struct explainer *x, size_t index)
{
    const struct ho_rule *rule = &x->policy->rule[index];
    const struct handoff_decision *d = x->decision;
    struct ho_writer *w = &x->w;

    ho_write_object(w, NULL);
    ho_write_text(w, "id", rule->id);
    ho_write_text(w, "section", section(x, index));
    ho_write_integer(w, "line", (int64_t)rule->node->line);
    ho_write_text(w, "verdict", word(verdict(x, index)));
    ho_write_bool(w, "decides", strcmp(d->rule, rule->id) == 0);
    ho_write_array(w, "tests");
    for (size_t r = 0; r < rule->row_count; r++) {
        const struct ho_row *row = &x->policy->row[rule->first_row + r];

        for (size_t t = 0; t < row->test_count; t++)
            write_test(x, rule, r, row->test[t]);
    }
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_rules(struct explainer *x)
{
    ho_write_array(&x->w, "rules");
    for (size_t i = 0; i < x->policy->rule_count; i++)
        write_rule(x, i);
    ho_write_end_array(&x->w);
}

/* --- what an answer would do --------------------------------------------- */

static void write_changes(struct explainer *x)
{
    const struct handoff_decision *d = x->decision;
    struct ho_writer *w = &x->w;

    ho_write_array(w, "changes");
    for (size_t i = 0; i < d->would_change_count; i++) {
        const struct handoff_change *c = &d->would_change[i];

        start_words(x);
        ho_mask_words(&x->when, x->policy, c->field, c->cells);
        ho_write_object(w, NULL);
        ho_write_text(w, "field", field_name(x, c->field));
        ho_write_slice(w, "when", ho_buffer_slice(&x->when));
        ho_write_text(w, "rule", c->rule);
        ho_write_text(w, "route", handoff_route_name(c->outcome->route));
        ho_write_text(w, "owner",
                      c->outcome->owner_name[0] ? c->outcome->owner_name
                                                : NULL);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* An answer could change it: alone, or together with others, or because it
 * would overturn an assumption. */
static bool is_relevant(const struct handoff_decision *d, int field)
{
    for (size_t i = 0; i < d->relevant_count; i++)
        if (d->ask[i] == field)
            return true;
    for (size_t i = 0; i < d->assumed_count; i++)
        if (d->assumed[i] == field)
            return true;
    return false;
}

/* Where the budget ran out, nobody can tell, and nothing is said. */
static void write_idle(struct explainer *x)
{
    const struct handoff_decision *d = x->decision;

    ho_write_array(&x->w, "idle");
    for (size_t i = 0; d->ask_exact && i < x->policy->tested_count; i++) {
        const int field = x->policy->tested[i];

        if (x->brief->claim[field].class == HANDOFF_UNKNOWN &&
            !is_relevant(d, field))
            ho_write_text(&x->w, NULL, field_name(x, field));
    }
    ho_write_end_array(&x->w);
}

/* --- the whole ----------------------------------------------------------- */

static void write_all(struct explainer *x, const char *decision)
{
    struct ho_writer *w = &x->w;

    ho_write_object(w, NULL);
    ho_write_text(w, "lead", x->brief->lead ? x->brief->lead->id : NULL);
    ho_write_raw(w, "decision", ho_slice(decision));
    write_rules(x);
    write_changes(x);
    write_idle(x);
    ho_write_end_object(w);
}

static enum handoff_status explain(struct explainer *x, char **json,
                                   struct handoff_error *err)
{
    struct ho_buffer text;
    char *decision = NULL;
    enum handoff_status status =
        handoff_decision_json(x->policy, x->brief, x->decision, &decision, err);

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&text, JSON_BYTES);
    ho_buffer_init(&x->when, WHEN_BYTES);
    ho_writer_init(&x->w, &text, 0);
    write_all(x, decision);
    status = ho_buffer_status(&x->when, "a test", err);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&text, "the explanation", json, NULL, err);
    ho_buffer_release(&text);
    ho_buffer_release(&x->when);
    free(decision);
    return status;
}

enum handoff_status handoff_policy_explain_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    int64_t as_of, char **json, struct handoff_error *err)
{
    struct explainer x = { .policy = policy,
                           .brief = brief,
                           .today = ho_policy_today(policy, as_of) };
    struct handoff_decision *decision = NULL;
    enum handoff_status status =
        handoff_policy_decide(policy, brief, as_of, &decision, err);

    if (status != HANDOFF_OK)
        return status;
    x.decision = decision;
    x.view = decision->decider->world.view;
    status = explain(&x, json, err);
    handoff_decision_free(decision);
    return status;
}
