/* policy_prose.c - the policy in sentences, for a reader without this program:
 * handoff_policy_prose. */
#include <handoff/answer.h>

#include "base/buffer.h"
#include "rules/outcome.h"

enum {
    HOUR = 3600,
    LIST_SHOWN = 30 /* entries of a list; a longer one is only named */
};

/* "c_level, vp or director" */
static void add_choice(struct ho_buffer *b, const struct ho_yaml *node)
{
    for (const struct ho_yaml *c = node->child; c; c = c->next)
        ho_buffer_format(b, "%s%s",
                         c == node->child ? ""
                         : c->next        ? ", "
                                          : " or ",
                         c->text);
}

static void add_field(struct ho_buffer *b, const struct handoff_policy *p,
                      int field)
{
    for (const char *c = p->fields.item[field].name; *c; c++)
        ho_buffer_byte(b, *c == '_' ? ' ' : *c);
}

/* "intent is demo, pricing or trial" */
static void add_test(struct ho_buffer *b, const struct handoff_policy *p,
                     const struct ho_test *test)
{
    add_field(b, p, test->field);
    switch (test->kind) {
    case HO_TEST_SOME:
        ho_buffer_text(b, " is stated");
        return;
    case HO_TEST_NONE:
        ho_buffer_text(b, " is said to be none");
        return;
    case HO_TEST_KNOWN:
        ho_buffer_text(b, " is known");
        return;
    case HO_TEST_EXPLICIT:
        ho_buffer_text(b, " is Explicit");
        return;
    case HO_TEST_INFERRED:
        ho_buffer_text(b, " is Inferred");
        return;
    default:
        break;
    }
    ho_buffer_text(b, " is ");
    if (test->node->kind == HO_YAML_SCALAR)
        ho_buffer_text(b, test->node->text);
    else
        add_choice(b, test->node);
}

static void add_row(struct ho_buffer *b, const struct handoff_policy *p,
                    const struct ho_row *row)
{
    for (size_t i = 0; i < row->test_count; i++) {
        if (i > 0)
            ho_buffer_text(b, i + 1 == row->test_count ? " and " : ", ");
        add_test(b, p, row->test[i]);
    }
}

static void add_rows(struct ho_buffer *b, const struct handoff_policy *p,
                     const struct ho_row *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            ho_buffer_text(b, "; or if ");
        add_row(b, p, &row[i]);
    }
}

static void add_outcome(struct ho_buffer *b, const struct handoff_outcome *o)
{
    ho_buffer_format(b, "%s, owner %s, reason code %s",
                     handoff_route_name(o->route),
                     *o->owner_name ? o->owner_name : "nobody", o->reason);
    if (o->sla > 0 && o->sla % HOUR == 0)
        ho_buffer_format(b, ", act within %lld hours",
                         (long long)(o->sla / HOUR));
    else if (o->sla > 0)
        ho_buffer_format(b, ", act within %lld minutes",
                         (long long)(o->sla / 60));
}

static void add_unknowns(struct ho_buffer *b, const struct handoff_policy *p,
                         const struct ho_rule *rule)
{
    for (size_t i = 0; i < rule->assume_count; i++) {
        ho_buffer_text(b, " If ");
        add_field(b, p, rule->assume[i].field);
        ho_buffer_format(b, " is Unknown, %s.",
                         rule->assume[i].matches ? "that part counts as met"
                                                 : "the rule does not apply");
    }
    for (size_t i = 0; i < rule->demand_count; i++) {
        ho_buffer_byte(b, ' ');
        add_field(b, p, rule->demands[i]);
        ho_buffer_text(b, " has to be Explicit.");
    }
}

static void add_rule(struct ho_buffer *b, const struct handoff_policy *p,
                     const struct ho_rule *rule)
{
    const struct ho_row *row = &p->row[rule->first_row];

    ho_buffer_format(b, "- %s: ", rule->id);
    if (row->test_count > 0) {
        ho_buffer_text(b, "if ");
        add_rows(b, p, row, rule->row_count);
    } else {
        ho_buffer_text(b, "if no rule above applies");
    }
    ho_buffer_text(b, ": ");
    add_outcome(b, &rule->then);
    ho_buffer_byte(b, '.');
    if (*rule->exception)
        ho_buffer_format(b, " A person looks at it (%s).", rule->exception);
    else if (*ho_review_said(&rule->then))
        ho_buffer_text(b, rule->then.review
                              ? " A person approves it first."
                              : " It needs no person's approval.");
    add_unknowns(b, p, rule);
    if (*rule->then.why)
        ho_buffer_format(b, " Why: %s", rule->then.why);
    ho_buffer_byte(b, '\n');
}

static void add_routing(struct ho_buffer *b, const struct handoff_policy *p)
{
    ho_buffer_text(b, "Routing. The first rule that applies decides. An owner "
                      "on the CRM record keeps the lead.\n");
    for (size_t i = 0; i < p->rule_count; i++)
        add_rule(b, p, &p->rule[i]);
    ho_buffer_text(b, "\nEnrichment. Where a missing fact could still change "
                      "route or owner: ");
    add_outcome(b, &p->undecided);
    ho_buffer_text(b, ". Look up or ask for those facts alone.\n");
}

static void add_handoffs(struct ho_buffer *b, const struct handoff_policy *p)
{
    if (p->handoff_count == 0)
        return;
    ho_buffer_text(b, "\nNext action of a lead that is not skipped: the first "
                      "of these that is not met.\n");
    for (size_t i = 0; i < p->handoff_count; i++) {
        ho_buffer_text(b, "- ");
        add_rows(b, p, p->handoff[i].need, p->handoff[i].need_count);
        ho_buffer_format(b, "; if not: %s.\n", p->handoff[i].action);
    }
}

static void add_fits(struct ho_buffer *b, const struct handoff_policy *p)
{
    if (p->fit_count == 0)
        return;
    ho_buffer_text(b, "\nQualification. The first that applies.\n");
    for (size_t i = 0; i < p->fit_count; i++) {
        const struct ho_fit_rule *fit = &p->fit_rule[i];

        ho_buffer_format(b, "- %s: ", fit->id);
        if (fit->row_count > 0) {
            ho_buffer_text(b, "if ");
            add_rows(b, p, fit->row, fit->row_count);
        } else {
            ho_buffer_text(b, "else");
        }
        ho_buffer_format(b, ": %s. %s\n", handoff_fit_name(fit->fit),
                         fit->why ? fit->why : "");
    }
}

static void add_stops(struct ho_buffer *b, const struct handoff_policy *p)
{
    const struct ho_yaml *stop =
        ho_yaml_get(ho_policy_section(p, "outreach"), "stop");

    if (!stop || !stop->child)
        return;
    ho_buffer_text(b, "\nOutreach and follow-up stop at: ");
    add_choice(b, stop);
    ho_buffer_text(b, ". An opt-out always stops.\n");
}

static void add_nurture(struct ho_buffer *b, const struct handoff_policy *p)
{
    const char *after =
        ho_yaml_text(ho_policy_section(p, "nurture"), "review_after");

    if (after)
        ho_buffer_format(b,
                         "\nNurture. A context note, why selling now is "
                         "premature, and a review after %s.\n",
                         after);
}

static void add_lists(struct ho_buffer *b, const struct handoff_policy *p)
{
    for (size_t i = 0; i < p->list_count; i++) {
        const struct ho_set *set = &p->list[i].set;

        ho_buffer_format(b, "\nThe list %s: ", p->list[i].name);
        for (size_t k = 0; k < set->count && set->count <= LIST_SHOWN; k++) {
            ho_buffer_text(b, k ? ", " : "");
            ho_buffer_add(b, set->item[k]);
        }
        if (set->count > LIST_SHOWN)
            ho_buffer_format(b, "%zu entries, kept by the program", set->count);
        ho_buffer_text(b, ".\n");
    }
}

enum handoff_status handoff_policy_prose(const struct handoff_policy *policy,
                                         char **text, struct handoff_error *err)
{
    struct ho_buffer b;

    ho_buffer_init(&b, HANDOFF_RULES_BYTES);
    ho_buffer_format(&b, "Policy %s, version %s.\n\n", policy->name,
                     policy->version);
    ho_buffer_text(&b, "Summary. A lead needs its own words before it is "
                       "routed.\n\n");
    add_routing(&b, policy);
    add_handoffs(&b, policy);
    add_fits(&b, policy);
    add_nurture(&b, policy);
    add_stops(&b, policy);
    ho_buffer_text(&b, "\nCRM. No stage is done until the record has owner, "
                       "last action, next action, date and uncertainty.\n");
    add_lists(&b, policy);
    return ho_buffer_take(&b, "the policy as prose", text, NULL, err);
}
