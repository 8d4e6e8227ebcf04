/* model.h - a policy as the rules stage holds it.
 *
 * The file becomes rules; a rule becomes one row, or with `any:` several; a
 * row becomes one term a tested field: a set of the field's cells.  From then
 * on a rule is a product of bit masks (cells.h) and nothing reads text again.
 */
#ifndef HANDOFF_RULES_MODEL_H
#define HANDOFF_RULES_MODEL_H

#include "rules/policy.h"

enum {
    HO_CELLS_MAX = 64,   /* bits of a mask */
    HO_RULES_MAX = 5000, /* of a table that another program wrote */
    HO_ROWS_MAX = 16,    /* of one rule, `any:` written out */
    HO_ENTRY_MAX = 255   /* bytes of a list entry or a literal */
};

/* Texts sorted without regard to ASCII case, each once. */
struct ho_set {
    struct handoff_slice *item;
    size_t count;
};

struct ho_list {
    const char *name;
    struct ho_set set;
};

/* A file that the policy pins: a list, or the roster of owners. */
struct ho_pin {
    const char *name, *file;
    char sha256[65];
};

/* A file that was read for the policy, as it was then. */
struct ho_read_file {
    enum handoff_file_kind kind;
    const char *name;
    struct handoff_slice bytes;
};

struct ho_zone; /* base/zone.h */

/* When a desk is open: on these days, from and to seconds of local time.
 * days 0: always. */
struct ho_clock {
    const struct ho_zone *zone; /* NULL: UTC */
    unsigned days;              /* a bit a weekday, Sunday first */
    int from, to;
};

struct ho_owner {
    const char *id, *name;
    struct ho_clock clock;
};

/* Numbers [from, until); INT64_MIN and INT64_MAX: no such end.  Integer and
 * money: fixed point, scale 10^4.  Date: days from as_of. */
struct ho_range {
    int64_t from, until;
};

enum ho_test_kind {
    HO_TEST_SOME,
    HO_TEST_NONE,
    HO_TEST_VALUES, /* enum */
    HO_TEST_RANGES, /* integer, money, date */
    HO_TEST_SET,    /* every other type: member of the set */
    HO_TEST_UNDER,  /* domain: member of the set, or below one */
    /* about what is known, never in rules */
    HO_TEST_KNOWN,
    HO_TEST_EXPLICIT,
    HO_TEST_INFERRED
};

struct ho_test {
    int field;
    enum ho_test_kind kind;
    const struct ho_yaml *node; /* as the policy writes it */
    bool negated;               /* some value, but none of these */
    uint64_t values;            /* a bit an enum value */
    struct ho_range *range;
    size_t range_count;
    struct ho_set set;
};

struct ho_term {
    int field;
    uint64_t mask; /* cells that satisfy the row */
};

struct ho_row {
    size_t rule;
    const struct ho_test **test; /* several of one field: all must hold */
    size_t test_count;
    struct ho_term *term; /* one a field, in declaration order */
    size_t term_count;
};

/* if_unknown: what a rule takes the test on an Unknown field to be. */
struct ho_assumption {
    int field;
    bool matches;
};

/* Enough was asked: what `undecided:` says then. */
struct ho_stop {
    bool present;
    int attempts_field, since_field; /* or HANDOFF_NO_FIELD */
    int64_t attempts, days;
    struct handoff_outcome then;
};

/* Of `handoffs:`; its rows are alternatives. */
struct ho_handoff {
    const char *id, *action;
    struct ho_row *need;
    size_t need_count;
};

/* Of `qualification:`; its `otherwise` has no row. */
struct ho_fit_rule {
    const char *id, *why;
    enum handoff_fit fit;
    struct ho_row *row;
    size_t row_count;
};

struct ho_rule {
    const char *id;
    const struct ho_yaml *node; /* for errors */
    struct handoff_outcome then;
    const char *exception;
    size_t key; /* the first rule with the same outcome under decides_on */
    size_t first_row, row_count;
    struct ho_assumption *assume;
    size_t assume_count;
    int *demands; /* fields that must be Explicit */
    size_t demand_count;
};

struct ho_cells; /* cells.h */

enum { HO_ON_ROUTE = 1, HO_ON_OWNER = 2, HO_ON_REASON = 4 };

struct handoff_policy {
    struct ho_arena *arena;            /* owner of everything below */
    const struct handoff_files *files; /* while it is read; or NULL */
    const struct ho_yaml *root;
    const char *source; /* the file it came from, or what stands for it */
    const char *name, *version;
    char sha256[65];
    unsigned decides_on; /* HO_ON_ bits */
    struct handoff_fields fields;
    struct ho_list *list;
    size_t list_count;
    struct ho_pin *pin;
    size_t pin_count;
    struct ho_read_file *file;
    size_t file_count;
    struct ho_owner *owner;
    size_t owner_count;
    struct ho_clock clock; /* of owners without one of their own */
    int64_t *holiday;      /* days since 1970, rising */
    size_t holiday_count;
    struct ho_rule *rule; /* `otherwise` is the last */
    size_t rule_count;
    size_t screen_count; /* of the first rules, those of `screen:` */
    struct ho_row *row;  /* likewise: its row has no term */
    size_t row_count;
    struct handoff_outcome undecided;
    struct ho_stop stop;
    struct ho_handoff *handoff;
    size_t handoff_count;
    struct ho_fit_rule *fit_rule;
    size_t fit_count;
    size_t ask_at_most;
    int weight[2];          /* percent, of HANDOFF_EXPLICIT and _INFERRED */
    struct ho_cells *cells; /* one a field */
    int *tested;            /* the fields that a rule tests */
    size_t tested_count;
    size_t *row_key; /* of each row's rule */
    size_t words;    /* of a set of rows */
};

/* The day of as_of in the policy's zone, since 1970. */
int64_t ho_policy_today(const struct handoff_policy *policy, int64_t as_of);

/* Sets of rows and of rules: 64 a word. */
static inline bool ho_bit(const uint64_t *set, size_t i)
{
    return set[i / 64] >> (i % 64) & 1;
}

static inline void ho_bit_set(uint64_t *set, size_t i)
{
    set[i / 64] |= (uint64_t)1 << (i % 64);
}

/* The lowest and the highest bit of a word that is not 0. */
static inline size_t ho_lowest(uint64_t word)
{
    return (size_t)__builtin_ctzll(word);
}

static inline size_t ho_highest(uint64_t word)
{
    return 63 - (size_t)__builtin_clzll(word);
}

static inline size_t ho_bits_of(uint64_t set)
{
    size_t count = 0;

    for (; set; set &= set - 1)
        count++;
    return count;
}

static inline size_t ho_words_for(size_t bits)
{
    return (bits + 63) / 64;
}

#endif
