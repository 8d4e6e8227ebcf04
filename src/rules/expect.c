/* expect.c - see rules/expect.h */
#include "rules/expect.h"

#include <inttypes.h>

#include "rules/fact_words.h"

static const struct {
    const char *name;
    enum ho_output_kind kind;
} outputs[] = {
#define X(name, word, kind) { word, HO_OF_##kind },
    HO_OUTPUT_MAP(X)
#undef X
};

static const char *const yes_words[] = { "no", "yes" };

const char *ho_output_name(enum ho_output output)
{
    return outputs[output].name;
}

enum ho_output_kind ho_output_kind(enum ho_output output)
{
    return outputs[output].kind;
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

/* Does the policy have a person approve it? */
static const char *review_word(const struct handoff_outcome *outcome,
                               const char *exception)
{
    return yes_words[outcome->review || exception[0]];
}

const char *ho_output_of_rule(enum ho_output output, const struct ho_rule *rule)
{
    switch (output) {
    case HO_OUTPUT_RULE:
    case HO_OUTPUT_PROVISIONAL:
        return rule->id;
    case HO_OUTPUT_EXCEPTION:
        return rule->exception;
    case HO_OUTPUT_REVIEW:
        return review_word(&rule->then, rule->exception);
    default:
        return outcome_word(output, &rule->then);
    }
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
    case HO_OUTPUT_REVIEW:
        return review_word(&d->outcome, d->exception);
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
    case HO_OF_WORD:
        return is_one_of(expected, got_word(expected->output, d));
    case HO_OF_NUMBER:
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

        if (!is_one_of(expected, ho_output_of_rule(expected->output, rule)))
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
        return yes_words[n != 0];
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
    case HO_OF_WORD:
        return or_none(
            ho_join_words(arena, expected->word, expected->word_count, "or"));
    case HO_OF_NUMBER:
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
    case HO_OF_WORD:
        return or_none(got_word(output, d));
    case HO_OF_NUMBER:
        return number_words(arena, output, got_number(output, d));
    default:
        field = got_fields(output, d, &count);
        return fields_words(arena, policy, field, count);
    }
}
