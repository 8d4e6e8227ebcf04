/* expect.h - what a test expects of a decision, and a property of a rule. */
#ifndef HANDOFF_RULES_EXPECT_H
#define HANDOFF_RULES_EXPECT_H

#include "rules/model.h"

/* key in the tests file, and what kind of value it has */
#define HO_OUTPUT_MAP(X)                \
    X(ROUTE, "route", WORD)             \
    X(RULE, "rule", WORD)               \
    X(OWNER, "owner", WORD)             \
    X(REASON, "reason", WORD)           \
    X(WHY, "why", WORD)                 \
    X(EXCEPTION, "exception", WORD)     \
    X(REVIEW, "review", WORD)           \
    X(PROVISIONAL, "provisional", WORD) \
    X(CONFIDENCE, "confidence", NUMBER) \
    X(SLA, "sla", NUMBER)               \
    X(UNDECIDED, "undecided", NUMBER)   \
    X(STOPPED, "stopped", NUMBER)       \
    X(ASK, "ask", FIELDS)               \
    X(ASSUMED, "assumed", FIELDS)       \
    X(BECAUSE, "because", FIELDS)

enum ho_output {
#define X(name, word, kind) HO_OUTPUT_##name,
    HO_OUTPUT_MAP(X)
#undef X
        HO_OUTPUT_COUNT
};

enum ho_output_kind { HO_OF_WORD, HO_OF_NUMBER, HO_OF_FIELDS };

struct ho_expected {
    const struct ho_yaml *node;
    enum ho_output output;
    const char **word; /* one of them; "" is none */
    size_t word_count;
    int64_t number; /* percent, seconds, or 0 and 1 */
    int *field;     /* in order */
    size_t field_count;
};

struct ho_expectation {
    struct ho_expected *item;
    size_t count;
};

/* A mapping of outputs, at least one.  What it says lies in the arena.
 * of_rules: for a property, which speaks of what rules give out (route, rule,
 * owner, reason, exception, review), where a word may be a list of words. */
enum handoff_status ho_expectation_read(const struct handoff_policy *policy,
                                        struct ho_arena *arena,
                                        const struct ho_yaml *map,
                                        bool of_rules,
                                        struct ho_expectation *out,
                                        struct handoff_error *err);

bool ho_expected_is(const struct ho_expected *expected,
                    const struct handoff_decision *decision);

/* Everything expected holds. */
bool ho_expectation_is(const struct ho_expectation *expectation,
                       const struct handoff_decision *decision);

/* What the rule gives out is as expected. */
bool ho_expectation_of_rule(const struct ho_expectation *expectation,
                            const struct ho_rule *rule);

const char *ho_output_name(enum ho_output output);
enum ho_output_kind ho_output_kind(enum ho_output output);
/* What the rule gives out: for outputs that are words. */
const char *ho_output_of_rule(enum ho_output output,
                              const struct ho_rule *rule);

/* What was expected, and what the decision has there. */
const char *ho_expected_words(struct ho_arena *arena,
                              const struct handoff_policy *policy,
                              const struct ho_expected *expected);
const char *ho_got_words(struct ho_arena *arena,
                         const struct handoff_policy *policy,
                         enum ho_output output,
                         const struct handoff_decision *decision);

#endif
