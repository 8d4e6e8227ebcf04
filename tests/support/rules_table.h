/* rules_table.h - random small policies and briefs, kept as truth tables too.
 *
 * Every field has a handful of values that show each case its tests can tell
 * apart; a test is written into the policy file as text, and kept as the set
 * of values for which it is true.
 */
#ifndef HANDOFF_TESTS_RULES_TABLE_H
#define HANDOFF_TESTS_RULES_TABLE_H

#include <handoff/policy.h>

enum { FIELDS = 4, VALUES = 9, RULES = 6, ROWS = 2, TESTS = 3 };

struct value_test {
    int field;
    unsigned truth; /* a bit a value of the field */
    char text[64];
};

struct row {
    struct value_test test[TESTS];
    int count;
};

struct rule {
    struct row row[ROWS];
    int rows;
    int assume[FIELDS]; /* 0: nothing, 1: matches, -1: does not match */
    bool demand[FIELDS];
    int route, owner;
    bool review; /* a person approves it: said where the table has reviews */
};

struct table {
    int fields, rules;
    bool reviews;
    int kind[FIELDS];            /* index into kinds */
    struct rule rule[RULES + 1]; /* the last: otherwise */
};

/* What is known of a field. */
struct fact {
    unsigned possible; /* a bit a value */
    bool known, inferred;
    char text[32];
};

/* What follows is made of this seed, the same on every machine. */
void rules_seed(uint64_t seed);
unsigned rules_random(unsigned below);

/* assumes: with if_unknown. */
void rules_make_table(struct table *table, bool assumes);
struct handoff_policy *rules_write_policy(const struct table *table);

unsigned rules_all_values(int kind);
/* The text of a kind's value; NULL behind the last. */
const char *rules_value(int kind, int value);
void rules_make_fact(struct fact *fact, int kind);
/* One more unknown field becomes known; false: there is none. */
bool rules_learn(const struct table *table, struct fact *fact, int *field);

/* A claim of each fact. */
void rules_claims(const struct handoff_fields *fields, const struct fact *fact,
                  struct handoff_claim *claim);

struct handoff_decision *rules_decide_facts(const struct handoff_policy *policy,
                                            const struct table *table,
                                            const struct fact *fact);

#endif
