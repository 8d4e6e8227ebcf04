/* ptests.h - the tests of a policy, as their file states them.
 *
 *     tests_for: inbound                  the policy's name
 *     as_of: 2026-09-24T09:00:00Z         what dates are compared with
 *     mutation_score_at_least: 90         or left out
 *     base: {country: US}                 facts of every case
 *     cases:
 *       - name: enterprise hand-raiser
 *         brief: {intent: demo, employees: 4000}         see written.h
 *         expect: {rule: R3, ask: []}                    see expect.h
 *     properties:
 *       - name: never write to the suppressed
 *         when: {email_domain: under suppression}        as in a rule
 *         always: {route: skip}                          or never:
 */
#ifndef HANDOFF_RULES_PTESTS_H
#define HANDOFF_RULES_PTESTS_H

#include "rules/expect.h"

enum { HO_PTESTS_CASES = 5000, HO_PTESTS_PROPERTIES = 500 };

struct ho_case {
    const struct ho_yaml *node;
    const char *name;
    int64_t as_of;
    const struct handoff_brief *brief;
    struct ho_expectation expect;
    struct handoff_decision *got; /* once it was run */
    bool passed;
};

struct ho_property {
    const struct ho_yaml *node, *when;
    const char *name;
    bool always; /* or never */
    struct ho_expectation outcome;
};

struct ho_ptests {
    const struct handoff_policy *policy; /* borrowed */
    struct ho_arena *arena;              /* of all below */
    int64_t as_of;
    int score_at_least; /* percent; 0: not asked for */
    struct ho_case *item;
    size_t count;
    struct ho_property *property;
    size_t property_count;
};

/* name is the file's, for errors. */
enum handoff_status ho_ptests_read(const struct handoff_policy *policy,
                                   const char *name, struct handoff_slice text,
                                   struct ho_ptests **out,
                                   struct handoff_error *err);
void ho_ptests_free(struct ho_ptests *tests); /* NULL-safe */

#endif
