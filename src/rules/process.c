/* process.c - see rules/process.h */
#include "rules/process.h"

#include "base/clock.h"
#include "base/zone.h"
#include "rules/known.h"
#include "rules/outcome.h"
#include "rules/read.h"
#include "rules/when.h"

enum {
    ASK_AT_MOST = 3, /* unless the policy says otherwise */
    ASK_LIMIT = 60,
    ATTEMPTS_MAX = 1000
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

int64_t ho_policy_today(const struct handoff_policy *policy, int64_t as_of)
{
    return ho_day_of(as_of + ho_zone_offset(policy->clock.zone, as_of));
}

/* --- undecided ----------------------------------------------------------- */

/* The field that counts: of this name, unless the policy names another. */
static enum handoff_status read_counter(const struct handoff_policy *policy,
                                        const struct ho_yaml *stop,
                                        const char *key, const char *usual,
                                        enum handoff_type type, int *field,
                                        struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(stop, key);
    const char *name = node ? node->text : usual;

    *field = handoff_field_find(&policy->fields, ho_slice(name));
    if (*field == HANDOFF_NO_FIELD && !node)
        return ho_yaml_fail(stop, HANDOFF_BAD_POLICY, err,
                            "stop counts in the field %s, which is not "
                            "declared; declare it (type %s, from_crm: yes), or "
                            "name another one with %s",
                            usual, handoff_type_name(type), key);
    if (*field == HANDOFF_NO_FIELD)
        return ho_need_field(policy, node, name, field, err);
    if (policy->fields.item[*field].type != type)
        return ho_yaml_fail(
            node ? node : stop, HANDOFF_BAD_POLICY, err,
            "%s counts in a field of type %s, and %s is of "
            "type %s",
            key, handoff_type_name(type), name,
            handoff_type_name(policy->fields.item[*field].type));
    return HANDOFF_OK;
}

static enum handoff_status read_limits(struct handoff_policy *policy,
                                       const struct ho_yaml *stop,
                                       struct handoff_error *err)
{
    const struct ho_yaml *attempts = ho_yaml_get(stop, "after_attempts");
    const struct ho_yaml *after = ho_yaml_get(stop, "after");
    struct ho_stop *s = &policy->stop;
    int64_t seconds = 0;
    enum handoff_status status = HANDOFF_OK;

    if (!attempts && !after)
        return ho_yaml_fail(stop, HANDOFF_BAD_POLICY, err,
                            "stop needs after_attempts, a number, or after, a "
                            "time such as 14d");
    if (attempts)
        status = ho_need_number(attempts, "after_attempts", 1, ATTEMPTS_MAX,
                                &s->attempts, err);
    if (status == HANDOFF_OK && attempts)
        status = read_counter(policy, stop, "attempts", "enrich_attempts",
                              HANDOFF_TYPE_INTEGER, &s->attempts_field, err);
    if (status == HANDOFF_OK && after &&
        (!ho_read_duration(ho_slice(after->text), &seconds) ||
         seconds % HO_DAY != 0))
        return ho_yaml_fail(after, HANDOFF_BAD_POLICY, err,
                            "after is a number of days or weeks such as 14d, "
                            "not \"%.80s\"",
                            after->text);
    s->days = seconds / HO_DAY;
    if (status == HANDOFF_OK && after)
        status = read_counter(policy, stop, "since", "enrich_since",
                              HANDOFF_TYPE_DATE, &s->since_field, err);
    return status;
}

static enum handoff_status read_stop(struct handoff_policy *policy,
                                     const struct ho_yaml *stop,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "after_attempts", "attempts", "after",
                                        "since",          "then",     "why" };
    struct ho_stop *s = &policy->stop;
    enum handoff_status status =
        ho_yaml_only(stop, "stop", keys, COUNT(keys), HANDOFF_BAD_POLICY, err);

    s->attempts_field = s->since_field = HANDOFF_NO_FIELD;
    if (status == HANDOFF_OK)
        status = read_limits(policy, stop, err);
    if (status == HANDOFF_OK)
        status = ho_outcome_read(policy, stop, "stop", NULL, &s->then, err);
    if (status == HANDOFF_OK && s->then.route == HANDOFF_ROUTE_ENRICH)
        return ho_yaml_fail(stop, HANDOFF_BAD_POLICY, err,
                            "a stop that enriches again never stops; give it "
                            "the route nurture, skip or pursue");
    s->present = status == HANDOFF_OK;
    return status;
}

enum handoff_status ho_undecided_read(struct handoff_policy *policy,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "then", "why", "ask_at_most", "stop" };
    const struct ho_yaml *node, *most, *stop;
    int64_t number = ASK_AT_MOST;
    enum handoff_status status =
        ho_need(policy->root, "the policy", NULL, "undecided", &node, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_only(node, "undecided", keys, COUNT(keys),
                              HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_outcome_read(policy, node, "undecided", NULL,
                                 &policy->undecided, err);
    if (status != HANDOFF_OK)
        return status;
    most = ho_yaml_get(node, "ask_at_most");
    if (most)
        status =
            ho_need_number(most, "ask_at_most", 1, ASK_LIMIT, &number, err);
    policy->ask_at_most = (size_t)number;
    stop = ho_yaml_get(node, "stop");
    return status == HANDOFF_OK && stop ? read_stop(policy, stop, err) : status;
}

bool ho_stop_applies(const struct handoff_policy *policy,
                     const struct handoff_brief *brief, int64_t as_of)
{
    const struct ho_stop *s = &policy->stop;
    const struct handoff_typed *t;

    if (!s->present)
        return false;
    if (s->attempts_field != HANDOFF_NO_FIELD) {
        t = &brief->claim[s->attempts_field].typed;
        if (t->has_number && t->low >= s->attempts * HANDOFF_SCALE)
            return true;
    }
    if (s->since_field == HANDOFF_NO_FIELD)
        return false;
    t = &brief->claim[s->since_field].typed;
    return t->has_number && t->high <= ho_policy_today(policy, as_of) - s->days;
}

/* --- hand-offs ----------------------------------------------------------- */

static enum handoff_status read_handoff(struct handoff_policy *policy,
                                        const struct ho_yaml *node,
                                        struct handoff_error *err)
{
    static const char *const keys[] = { "id", "need", "else" };
    struct ho_handoff *h = ho_arena_push(policy->arena, &policy->handoff,
                                         &policy->handoff_count, sizeof *h);
    const struct ho_yaml *id, *need, *otherwise;
    enum handoff_status status;

    if (!h)
        return ho_arena_status(policy->arena, "the policy", err);
    status = ho_yaml_only(node, "a hand-off", keys, COUNT(keys),
                          HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the hand-off", NULL, "id", &id, err);
    if (status == HANDOFF_OK)
        status = ho_need_word(id, "id", &h->id, err);
    for (size_t i = 0; status == HANDOFF_OK && &policy->handoff[i] != h; i++)
        if (strcmp(policy->handoff[i].id, h->id) == 0)
            return ho_yaml_fail(id, HANDOFF_BAD_POLICY, err,
                                "the id \"%s\" stands twice; rename one",
                                h->id);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the hand-off", h->id, "need", &need, err);
    if (status == HANDOFF_OK)
        status = ho_when_read(policy, &(struct ho_when){ need, 0, true },
                              &h->need, &h->need_count, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the hand-off", h->id, "else", &otherwise, err);
    return status == HANDOFF_OK
               ? ho_need_text(otherwise, "else", &h->action, err)
               : status;
}

enum handoff_status ho_handoffs_read(struct handoff_policy *policy,
                                     struct handoff_error *err)
{
    const struct ho_yaml *list = ho_yaml_get(policy->root, "handoffs");
    enum handoff_status status = HANDOFF_OK;

    if (list && list->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                            "handoffs is a list, each with id, need and else");
    for (const struct ho_yaml *c = list ? list->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read_handoff(policy, c, err);
    return status;
}

/* "or" over the rows: the truest; *field belongs to it. */
static enum ho_truth rows_truth(const struct ho_row *row, size_t count,
                                const struct handoff_brief *brief,
                                int64_t today, int *field)
{
    enum ho_truth most = HO_TRUTH_NO;

    for (size_t i = 0; i < count && most != HO_TRUTH_YES; i++) {
        int at;
        const enum ho_truth t = ho_row_truth(&row[i], brief, today, &at);

        if (i == 0 || t > most)
            *field = at;
        if (t > most)
            most = t;
    }
    return most;
}

static void first_ask(const struct handoff_brief *brief,
                      const struct handoff_decision *d,
                      struct handoff_next *out)
{
    const char *own = brief->claim[d->ask[0]].question;

    *out = (struct handoff_next){
        .handoff = "",
        .field = d->ask[0],
        .action = own && own[0] ? own : brief->fields->item[d->ask[0]].question
    };
}

bool handoff_policy_next(const struct handoff_policy *policy,
                         const struct handoff_brief *brief,
                         const struct handoff_decision *d,
                         struct handoff_next *out)
{
    const int64_t today = ho_policy_today(policy, d->as_of);

    if (d->undecided && !d->stopped && d->ask_count > 0) {
        first_ask(brief, d, out);
        return true;
    }
    if (d->outcome.route == HANDOFF_ROUTE_SKIP)
        return false;
    for (size_t i = 0; i < policy->handoff_count; i++) {
        const struct ho_handoff *h = &policy->handoff[i];
        int field = HANDOFF_NO_FIELD;
        const enum ho_truth t =
            rows_truth(h->need, h->need_count, brief, today, &field);

        if (t == HO_TRUTH_YES)
            continue;
        *out = (struct handoff_next){ .handoff = h->id,
                                      .field = field,
                                      .broken = t == HO_TRUTH_NO &&
                                                brief->claim[field].class !=
                                                    HANDOFF_UNKNOWN,
                                      .action = h->action };
        return true;
    }
    return false;
}

/* --- qualification ------------------------------------------------------- */

static const char *const fits[] = {
#define X(name, word) word,
    HANDOFF_FIT_MAP(X)
#undef X
};

const char *handoff_fit_name(enum handoff_fit fit)
{
    return (size_t)fit < COUNT(fits) ? fits[fit] : "";
}

static enum handoff_status read_fit(const struct ho_yaml *node,
                                    enum handoff_fit *out,
                                    struct handoff_error *err)
{
    static const char *const keys[] = { "fit" };
    const struct ho_yaml *then = NULL, *fit = NULL;
    const char *text = "", *near;
    size_t i = 0;
    enum handoff_status status =
        ho_need(node, "a rule of qualification", NULL, "then", &then, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_only(then, "then", keys, 1, HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(then, "then", NULL, "fit", &fit, err);
    if (status == HANDOFF_OK)
        status = ho_need_text(fit, "fit", &text, err);
    if (status != HANDOFF_OK)
        return status;
    while (i < COUNT(fits) && strcmp(fits[i], text) != 0)
        i++;
    near = ho_did_you_mean(ho_slice(text), fits, COUNT(fits));
    if (i == COUNT(fits))
        return ho_yaml_fail(fit, HANDOFF_BAD_POLICY, err,
                            "there is no fit \"%.80s\"; %s%s%s", text,
                            near ? "did you mean \""
                                 : "it is active_now, later_nurture, review "
                                   "or no_action",
                            near ? near : "", near ? "\"?" : "");
    *out = (enum handoff_fit)i;
    return HANDOFF_OK;
}

static enum handoff_status read_fit_rule(struct handoff_policy *policy,
                                         const struct ho_yaml *node, bool last,
                                         struct handoff_error *err)
{
    static const char *const keys[] = { "id", "then", "why", "when" };
    struct ho_fit_rule *rule = ho_arena_push(policy->arena, &policy->fit_rule,
                                             &policy->fit_count, sizeof *rule);
    const struct ho_yaml *id = NULL, *when = NULL;
    const struct ho_yaml *why = ho_yaml_get(node, "why");
    enum handoff_status status;

    if (!rule)
        return ho_arena_status(policy->arena, "the policy", err);
    rule->why = "";
    status = ho_yaml_only(node, "a rule of qualification", keys,
                          COUNT(keys) - last, HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "a rule of qualification", NULL, "id", &id, err);
    if (status == HANDOFF_OK)
        status = ho_need_word(id, "id", &rule->id, err);
    if (status == HANDOFF_OK)
        status = read_fit(node, &rule->fit, err);
    if (status == HANDOFF_OK && why)
        status = ho_need_text(why, "why", &rule->why, err);
    if (status != HANDOFF_OK || last)
        return status;
    status = ho_need(node, "the rule", rule->id, "when", &when, err);
    return status == HANDOFF_OK
               ? ho_when_read(policy, &(struct ho_when){ when, 0, true },
                              &rule->row, &rule->row_count, err)
               : status;
}

enum handoff_status ho_qualification_read(struct handoff_policy *policy,
                                          struct handoff_error *err)
{
    const struct ho_yaml *map = ho_yaml_get(policy->root, "qualification");
    const struct ho_yaml *rules = ho_yaml_get(map, "rules");
    const struct ho_yaml *otherwise = ho_yaml_get(map, "otherwise");
    enum handoff_status status = HANDOFF_OK;

    if (rules && rules->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(rules, HANDOFF_BAD_POLICY, err,
                            "the rules of qualification are a list, each with "
                            "id, when and then");
    if ((rules != NULL) != (otherwise != NULL))
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "qualification has rules and otherwise, or neither "
                            "of them");
    for (const struct ho_yaml *c = rules ? rules->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read_fit_rule(policy, c, false, err);
    return status == HANDOFF_OK && otherwise
               ? read_fit_rule(policy, otherwise, true, err)
               : status;
}

bool handoff_policy_qualify(const struct handoff_policy *policy,
                            const struct handoff_brief *brief, int64_t as_of,
                            struct handoff_qualified *out)
{
    const int64_t today = ho_policy_today(policy, as_of);

    for (size_t i = 0; i < policy->fit_count; i++) {
        const struct ho_fit_rule *rule = &policy->fit_rule[i];
        int field;

        if (rule->row_count > 0 && rows_truth(rule->row, rule->row_count, brief,
                                              today, &field) != HO_TRUTH_YES)
            continue;
        *out = (struct handoff_qualified){ rule->fit, rule->id, rule->why };
        return true;
    }
    return false;
}

/* Does every other test of the row hold, and one of this field not yet? */
static bool waits_for(const struct ho_row *row,
                      const struct handoff_brief *brief, int64_t today,
                      int field)
{
    bool waits = false;

    for (size_t i = 0; i < row->test_count; i++) {
        if (row->test[i]->field == field)
            waits = true;
        else if (ho_test_truth(row->test[i], brief, today) != HO_TRUTH_YES)
            return false;
    }
    return waits;
}

bool handoff_policy_fit_open(const struct handoff_policy *policy,
                             const struct handoff_brief *brief, int64_t as_of,
                             int field)
{
    const int64_t today = ho_policy_today(policy, as_of);
    struct handoff_qualified now;

    if (!handoff_policy_qualify(policy, brief, as_of, &now))
        return false;
    for (size_t i = 0; i < policy->fit_count; i++) {
        const struct ho_fit_rule *rule = &policy->fit_rule[i];

        if (rule->id == now.rule)
            return false; /* what comes behind it does not matter */
        for (size_t r = 0; r < rule->row_count && rule->fit != now.fit; r++)
            if (waits_for(&rule->row[r], brief, today, field))
                return true;
    }
    return false;
}
