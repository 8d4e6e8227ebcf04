/* coverage.h - which rules and conditions the cases have seen.
 *
 * A condition is a rule's test of a field.  It was seen true, or false, in a
 * case that gets as far as the rule and in which the facts, or an assumption
 * of the rule about an Unknown field, settle the test.
 */
#ifndef HANDOFF_RULES_COVERAGE_H
#define HANDOFF_RULES_COVERAGE_H

#include "rules/ptests.h"

struct ho_condition {
    size_t rule, row; /* the first row that has it */
    int field;
    uint64_t mask;     /* cells that satisfy it */
    const char *words; /* "employees >= 50" */
    bool seen_true, seen_false;
};

struct ho_coverage {
    bool *decided; /* a flag a rule */
    size_t decided_count;
    struct ho_condition *condition; /* in the order of the rules */
    size_t condition_count, seen_both;
};

/* The cases have been run.  The coverage lies in the arena. */
enum handoff_status ho_coverage_of(const struct ho_ptests *tests,
                                   struct ho_arena *arena,
                                   struct ho_coverage *out,
                                   struct handoff_error *err);

#endif
