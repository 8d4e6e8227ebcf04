/* check.h - one check of one instance, shared by the files that carry it out.
 *
 * The instance is first judged quietly, which stops at the first failure and
 * keeps nothing; only an instance that failed is gone through again for its
 * problems.  Branches that may fail (anyOf, not, if ...) are always judged
 * quietly, and repeated aloud where their problems matter.
 */
#ifndef HANDOFF_SCHEMA_CHECK_H
#define HANDOFF_SCHEMA_CHECK_H

#include "schema/node.h"

/* Children of one container that some schema has looked at: what
 * unevaluatedProperties and unevaluatedItems ask. */
struct ho_seen {
    uint64_t *bits;
    uint64_t few; /* serves up to 64 children */
    size_t words;
};

/* The resources on the way from the root, for $dynamicRef; only those with
 * dynamic anchors, each once. */
struct ho_scope {
    const struct ho_scope *outer;
    const struct ho_resource *resource;
};

enum ho_problem_kind {
    HO_PROBLEM_TYPE,
    HO_PROBLEM_CONST,
    HO_PROBLEM_ENUM,
    HO_PROBLEM_MINIMUM,
    HO_PROBLEM_MAXIMUM,
    HO_PROBLEM_EXCLUSIVE_MINIMUM,
    HO_PROBLEM_EXCLUSIVE_MAXIMUM,
    HO_PROBLEM_MULTIPLE_OF,
    HO_PROBLEM_MIN_LENGTH,
    HO_PROBLEM_MAX_LENGTH,
    HO_PROBLEM_PATTERN,
    HO_PROBLEM_FORMAT,
    HO_PROBLEM_MIN_ITEMS,
    HO_PROBLEM_MAX_ITEMS,
    HO_PROBLEM_UNIQUE_ITEMS, /* a, b: two equal items */
    HO_PROBLEM_CONTAINS,     /* a: how many fit */
    HO_PROBLEM_MIN_CONTAINS, /* a: how many fit */
    HO_PROBLEM_MAX_CONTAINS, /* a: how many fit */
    HO_PROBLEM_MIN_PROPERTIES,
    HO_PROBLEM_MAX_PROPERTIES,
    HO_PROBLEM_REQUIRED,           /* a: the name */
    HO_PROBLEM_DEPENDENT_REQUIRED, /* a: the name, b: the one it needs */
    HO_PROBLEM_ONE_OF,             /* a, b: the first two that fit */
    HO_PROBLEM_NOT,
    HO_PROBLEM_FALSE
};

struct ho_problem {
    const struct ho_node *node;
    uint32_t at; /* place of the value in the instance */
    bool of_key; /* it is the key of that value that has the problem */
    enum ho_problem_kind kind;
    uint32_t a, b; /* see enum ho_problem_kind */
};

struct ho_check {
    const struct handoff_schema *schema;
    const struct ho_datum *root;
    struct ho_matcher matcher;
    const struct ho_scope *scope;
    const struct ho_datum *member; /* whose key is being judged; or NULL */
    bool quiet;
    size_t steps, step_limit;
    unsigned depth; /* nested schemas */
    unsigned still; /* of them, since the last step into the instance */
    struct ho_problem *problem;
    size_t count, room;
    bool more; /* problems beyond the limit were dropped */
    enum handoff_status status;
    struct handoff_error *err;
};

/* check.c */

/* Does the value fit?  false also after a failure (c->status).  Children that
 * were looked at are added to seen, which may be NULL. */
bool ho_check_node(struct ho_check *c, const struct ho_node *n,
                   const struct ho_datum *d, struct ho_seen *seen);
/* The same for a child of the value that is being judged. */
bool ho_check_child(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *child);
bool ho_check_quietly(struct ho_check *c, const struct ho_node *n,
                      const struct ho_datum *d, struct ho_seen *seen);
/* Note a problem, unless quiet; returns false. */
bool ho_check_problem(struct ho_check *c, const struct ho_node *n,
                      const struct ho_datum *d, enum ho_problem_kind kind,
                      uint32_t a, uint32_t b);
/* The check cannot be carried out; returns false. */
bool ho_check_fail(struct ho_check *c, enum handoff_status status);
bool ho_check_match(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, const struct ho_regex *regex,
                    struct handoff_slice text, bool *matches);
/* Refuses when the check has become too long. */
bool ho_check_budget(struct ho_check *c);

static inline bool ho_check_stop(const struct ho_check *c, bool ok)
{
    return c->status != HANDOFF_OK || (!ok && c->quiet);
}

bool ho_seen_init(struct ho_check *c, struct ho_seen *seen, size_t count);
void ho_seen_release(struct ho_seen *seen);
void ho_seen_add(struct ho_seen *seen, const struct ho_seen *more);

static inline void ho_seen_mark(struct ho_seen *seen, uint32_t i)
{
    if (seen)
        seen->bits[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline bool ho_seen_has(const struct ho_seen *seen, uint32_t i)
{
    return (seen->bits[i / 64] >> (i % 64) & 1) != 0;
}

/* check_value.c, check_logic.c, check_array.c, check_object.c: the rules of
 * one group. */
bool ho_check_value(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d);
bool ho_check_logic(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, struct ho_seen *seen);
bool ho_check_array(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, struct ho_seen *seen);
/* *in_place becomes false when a dependent schema refuses the object. */
bool ho_check_object(struct ho_check *c, const struct ho_node *n,
                     const struct ho_datum *d, struct ho_seen *seen,
                     bool *in_place);

/* problem.c */

/* Characters of a string that passed the scanner. */
size_t ho_character_count(struct handoff_slice s);
/* Sort, drop repeats and write sentences. */
enum handoff_status ho_problems_write(struct ho_check *c,
                                      struct handoff_schema_result *result);

#endif
