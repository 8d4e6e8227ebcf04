/* expect.c - see rules/expect.h */
#include "rules/expect.h"

#include <inttypes.h>

#include "rules/fact_words.h"
#include "rules/read.h"

enum kind { WORD, NUMBER, FIELDS };

static const struct {
    const char *name;
    enum kind kind;
} outputs[] = {
#define X(name, word, kind) { word, kind },
    HO_OUTPUT_MAP(X)
#undef X
};

enum { OUTPUTS = sizeof outputs / sizeof *outputs, OF_RULES = 6 };

struct reader {
    const struct handoff_policy *policy;
    struct ho_arena *arena;
    bool of_rules;
    struct ho_expected *out;
    struct handoff_error *err;
};

const char *ho_output_name(enum ho_output output)
{
    return outputs[output].name;
}

static enum handoff_status memory(const struct reader *r)
{
    return ho_arena_status(r->arena, "the tests", r->err);
}

/* --- what a decision and a rule have --- */

static const char *outcome_word(enum ho_output output,
                                const struct handoff_outcome *outcome)
{
    switch (output) {
    case HO_OUTPUT_ROUTE:
        return handoff_route_name(outcome->route);
    case HO_OUTPUT_OWNER:
        return outcome->owner;
    case HO_OUTPUT_REASON:
        return outcome->reason;
    default:
        return outcome->why;
    }
}

static const char *rule_word(enum ho_output output, const struct ho_rule *rule)
{
    if (output == HO_OUTPUT_RULE || output == HO_OUTPUT_PROVISIONAL)
        return rule->id;
    return output == HO_OUTPUT_EXCEPTION ? rule->exception
                                         : outcome_word(output, &rule->then);
}

static const char *got_word(enum ho_output output,
                            const struct handoff_decision *d)
{
    switch (output) {
    case HO_OUTPUT_RULE:
        return d->rule;
    case HO_OUTPUT_PROVISIONAL:
        return d->provisional_rule;
    case HO_OUTPUT_EXCEPTION:
        return d->exception;
    default:
        return outcome_word(output, &d->outcome);
    }
}

static int64_t got_number(enum ho_output output,
                          const struct handoff_decision *d)
{
    switch (output) {
    case HO_OUTPUT_CONFIDENCE:
        return d->outcome.confidence;
    case HO_OUTPUT_SLA:
        return d->outcome.sla;
    case HO_OUTPUT_STOPPED:
        return d->stopped;
    default:
        return d->undecided;
    }
}

static const int *got_fields(enum ho_output output,
                             const struct handoff_decision *d, size_t *count)
{
    switch (output) {
    case HO_OUTPUT_ASK:
        *count = d->ask_count;
        return d->ask;
    case HO_OUTPUT_ASSUMED:
        *count = d->assumed_count;
        return d->assumed;
    default:
        *count = d->because_count;
        return d->because;
    }
}

/* --- words that are known --- */

/* An array that starts with names, for ho_near. */
struct known {
    const void *item;
    size_t count, size;
};

static const char *known_name(const struct known *known, size_t i)
{
    const char *name;

    memcpy(&name, (const unsigned char *)known->item + i * known->size,
           sizeof name);
    return name;
}

/* What rules, and those of `own` that are not NULL, give out. */
static bool gather(const struct reader *r, enum ho_output output,
                   const char *const own[2], struct known *known)
{
    const struct handoff_policy *policy = r->policy;
    const char **word =
        ho_arena_alloc(r->arena, (policy->rule_count + 2) * sizeof(*word));

    if (!word)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        word[i] = rule_word(output, &policy->rule[i]);
    *known = (struct known){ word, policy->rule_count, sizeof(*word) };
    for (int i = 0; i < 2; i++)
        if (own[i])
            word[known->count++] = own[i];
    return true;
}

static bool known_words(const struct reader *r, enum ho_output output,
                        struct known *known)
{
    const struct handoff_policy *policy = r->policy;
    const char *own[2] = { NULL };

    switch (output) {
    case HO_OUTPUT_OWNER:
        *known = (struct known){ policy->owner, policy->owner_count,
                                 sizeof *policy->owner };
        return true;
    case HO_OUTPUT_RULE:
        own[0] = r->of_rules ? NULL : "undecided";
        break;
    case HO_OUTPUT_REASON:
        own[0] = r->of_rules ? NULL : policy->undecided.reason;
        own[1] = r->of_rules ? NULL : policy->stop.then.reason;
        break;
    default:
        break;
    }
    return gather(r, output, own, known);
}

static enum handoff_status unknown_word(const struct reader *r,
                                        const struct ho_yaml *node,
                                        const char *text,
                                        const struct known *known)
{
    const char *what = outputs[r->out->output].name;
    const char *near = ho_near(r->arena, ho_slice(text), known->item,
                               known->count, known->size);

    if (r->out->output == HO_OUTPUT_PROVISIONAL)
        what = "rule";
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                        "the policy has no %s \"%.80s\"%s", what, text,
                        near[0] ? near : "; name one that it has");
}

/* --- reading --- */

static enum handoff_status check_word(const struct reader *r,
                                      const struct ho_yaml *node,
                                      const char *text)
{
    struct known known;

    if (r->out->output == HO_OUTPUT_WHY || text[0] == '\0')
        return HANDOFF_OK;
    if (r->out->output == HO_OUTPUT_ROUTE) {
        static const char *const routes[] = {
#define X(name, word) word,
            HANDOFF_ROUTE_MAP(X)
#undef X
        };

        known = (struct known){ routes, sizeof routes / sizeof *routes,
                                sizeof *routes };
    } else if (!known_words(r, r->out->output, &known)) {
        return memory(r);
    }
    for (size_t i = 0; i < known.count; i++)
        if (strcmp(known_name(&known, i), text) == 0)
            return HANDOFF_OK;
    return unknown_word(r, node, text, &known);
}

static bool may_be_none(enum ho_output output)
{
    return output == HO_OUTPUT_OWNER || output == HO_OUTPUT_WHY ||
           output == HO_OUTPUT_EXCEPTION;
}

static enum handoff_status add_word(const struct reader *r,
                                    const struct ho_yaml *node)
{
    const char *text, **slot;
    enum handoff_status status =
        ho_need_text(node, outputs[r->out->output].name, &text, r->err);

    if (status != HANDOFF_OK)
        return status;
    if (may_be_none(r->out->output) && strcmp(text, "none") == 0)
        text = "";
    status = check_word(r, node, text);
    if (status != HANDOFF_OK)
        return status;
    slot = ho_arena_push(r->arena, &r->out->word, &r->out->word_count,
                         sizeof(*slot));
    if (!slot)
        return memory(r);
    *slot = text;
    return HANDOFF_OK;
}

static enum handoff_status read_words(const struct reader *r,
                                      const struct ho_yaml *node)
{
    enum handoff_status status = HANDOFF_OK;

    if (!r->of_rules || node->kind != HO_YAML_SEQUENCE)
        return add_word(r, node);
    if (node->count == 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "the list of %s is empty; name one or remove it",
                            outputs[r->out->output].name);
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next)
        status = add_word(r, c);
    return status;
}

static enum handoff_status read_number(const struct reader *r,
                                       const struct ho_yaml *node)
{
    const char *name = outputs[r->out->output].name, *text;
    enum handoff_status status;

    if (r->out->output == HO_OUTPUT_CONFIDENCE)
        return ho_need_number(node, name, 0, 100, &r->out->number, r->err);
    status = ho_need_text(node, name, &text, r->err);
    if (status != HANDOFF_OK)
        return status;
    if (r->out->output == HO_OUTPUT_SLA) {
        if (strcmp(text, "none") == 0 ||
            ho_read_duration(ho_slice(text), &r->out->number))
            return HANDOFF_OK;
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "sla is a time such as 30m, 8h, 1d or 2w, or "
                            "none, not \"%.80s\"",
                            text);
    }
    r->out->number = strcmp(text, "yes") == 0;
    if (r->out->number || strcmp(text, "no") == 0)
        return HANDOFF_OK;
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                        "%s is yes or no, not \"%.80s\"", name, text);
}

static enum handoff_status read_field_list(const struct reader *r,
                                           const struct ho_yaml *node)
{
    enum handoff_status status = HANDOFF_OK;

    if (node->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "%s is a list of fields, such as [intent, budget] "
                            "or []",
                            outputs[r->out->output].name);
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next) {
        const char *text;
        int *slot;

        status = ho_need_text(c, "a field", &text, r->err);
        if (status != HANDOFF_OK)
            return status;
        slot = ho_arena_push(r->arena, &r->out->field, &r->out->field_count,
                             sizeof *slot);
        if (!slot)
            return memory(r);
        status = ho_need_field(r->policy, c, text, slot, r->err);
    }
    return status;
}

static enum handoff_status read_output(struct reader *r,
                                       const struct ho_yaml *node)
{
    size_t output = 0;

    while (strcmp(outputs[output].name, node->key) != 0)
        output++; /* it is one: see ho_yaml_only */
    *r->out =
        (struct ho_expected){ .node = node, .output = (enum ho_output)output };
    switch (outputs[output].kind) {
    case WORD:
        return read_words(r, node);
    case NUMBER:
        return read_number(r, node);
    default:
        return read_field_list(r, node);
    }
}

enum handoff_status ho_expectation_read(const struct handoff_policy *policy,
                                        struct ho_arena *arena,
                                        const struct ho_yaml *map,
                                        bool of_rules,
                                        struct ho_expectation *out,
                                        struct handoff_error *err)
{
    struct reader r = { policy, arena, of_rules, NULL, err };
    const char *names[OUTPUTS];
    enum handoff_status status;

    for (size_t i = 0; i < OUTPUTS; i++)
        names[i] = outputs[i].name;
    status =
        ho_yaml_only(map, of_rules ? "always or never" : "expect", names,
                     of_rules ? OF_RULES : OUTPUTS, HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && map->count == 0)
        status = ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                              "nothing is expected here; name an output, such "
                              "as route: skip");
    if (status != HANDOFF_OK)
        return status;
    out->item = ho_arena_alloc(arena, map->count * sizeof *out->item);
    out->count = 0;
    if (!out->item)
        return ho_arena_status(arena, "the tests", err);
    for (const struct ho_yaml *c = map->child; c && status == HANDOFF_OK;
         c = c->next) {
        r.out = &out->item[out->count++];
        status = read_output(&r, c);
    }
    return status;
}

/* --- comparing --- */

static bool is_one_of(const struct ho_expected *expected, const char *word)
{
    for (size_t i = 0; i < expected->word_count; i++)
        if (strcmp(expected->word[i], word) == 0)
            return true;
    return false;
}

static bool same_fields(const struct ho_expected *expected, const int *field,
                        size_t count)
{
    return count == expected->field_count &&
           (count == 0 ||
            memcmp(expected->field, field, count * sizeof *field) == 0);
}

bool ho_expected_is(const struct ho_expected *expected,
                    const struct handoff_decision *d)
{
    const int *field;
    size_t count;

    switch (outputs[expected->output].kind) {
    case WORD:
        return is_one_of(expected, got_word(expected->output, d));
    case NUMBER:
        return expected->number == got_number(expected->output, d);
    default:
        field = got_fields(expected->output, d, &count);
        return same_fields(expected, field, count);
    }
}

bool ho_expectation_is(const struct ho_expectation *expectation,
                       const struct handoff_decision *d)
{
    for (size_t i = 0; i < expectation->count; i++)
        if (!ho_expected_is(&expectation->item[i], d))
            return false;
    return true;
}

bool ho_expectation_of_rule(const struct ho_expectation *expectation,
                            const struct ho_rule *rule)
{
    for (size_t i = 0; i < expectation->count; i++) {
        const struct ho_expected *expected = &expectation->item[i];

        if (!is_one_of(expected, rule_word(expected->output, rule)))
            return false;
    }
    return true;
}

/* --- words --- */

static const char *number_words(struct ho_arena *arena, enum ho_output output,
                                int64_t n)
{
    static const struct {
        int64_t seconds;
        char unit;
    } units[] = { { 7 * 86400, 'w' }, { 86400, 'd' }, { 3600, 'h' } };

    if (output == HO_OUTPUT_UNDECIDED || output == HO_OUTPUT_STOPPED)
        return n ? "yes" : "no";
    if (output == HO_OUTPUT_CONFIDENCE)
        return ho_arena_format(arena, "%" PRId64, n);
    if (n == 0)
        return "none";
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (n % units[i].seconds == 0)
            return ho_arena_format(arena, "%" PRId64 "%c", n / units[i].seconds,
                                   units[i].unit);
    return ho_arena_format(arena, "%" PRId64 "m", n / 60);
}

static const char *fields_words(struct ho_arena *arena,
                                const struct handoff_policy *policy,
                                const int *field, size_t count)
{
    const char *text = "";

    for (size_t i = 0; i < count; i++)
        text = ho_arena_format(arena, "%s%s%s", text, i ? ", " : "",
                               policy->fields.item[field[i]].name);
    return count ? text : "nothing";
}

static const char *or_none(const char *word)
{
    return word[0] ? word : "none";
}

const char *ho_expected_words(struct ho_arena *arena,
                              const struct handoff_policy *policy,
                              const struct ho_expected *expected)
{
    switch (outputs[expected->output].kind) {
    case WORD:
        return or_none(
            ho_join_words(arena, expected->word, expected->word_count, "or"));
    case NUMBER:
        return number_words(arena, expected->output, expected->number);
    default:
        return fields_words(arena, policy, expected->field,
                            expected->field_count);
    }
}

const char *ho_got_words(struct ho_arena *arena,
                         const struct handoff_policy *policy,
                         enum ho_output output,
                         const struct handoff_decision *d)
{
    const int *field;
    size_t count;

    switch (outputs[output].kind) {
    case WORD:
        return or_none(got_word(output, d));
    case NUMBER:
        return number_words(arena, output, got_number(output, d));
    default:
        field = got_fields(output, d, &count);
        return fields_words(arena, policy, field, count);
    }
}
