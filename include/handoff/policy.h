/* policy.h - the rules a person can read, and what they decide.
 *
 * One YAML file, read from the top; the first rule that matches decides.
 * Rules talk about the world, never about what is known of it, so a decision
 * is a function of the facts, and "could a missing fact change it?" has an
 * answer: a rule may match (in some completion of the unknown facts) or must
 * match (in all of them).  The shape and its reasons: the policy reference in
 * policies/inbound.policy.yaml, whose comments are the documentation.
 */
#ifndef HANDOFF_POLICY_H
#define HANDOFF_POLICY_H

#include <handoff/brief.h>

struct handoff_policy;

#define HANDOFF_ROUTE_MAP(X) \
    X(PURSUE, "pursue")      \
    X(NURTURE, "nurture")    \
    X(ENRICH, "enrich")      \
    X(SKIP, "skip")

enum handoff_route {
#define X(name, word) HANDOFF_ROUTE_##name,
    HANDOFF_ROUTE_MAP(X)
#undef X
};

HANDOFF_API const char *handoff_route_name(enum handoff_route route);
/* -1 where the word is no route. */
HANDOFF_API int handoff_route_find(struct handoff_slice word);

/* name is the file's, for errors. */
HANDOFF_API enum handoff_status handoff_policy_parse(
    const char *name, struct handoff_slice text, struct handoff_policy **out,
    struct handoff_error *err);
HANDOFF_API void handoff_policy_free(struct handoff_policy *policy);

HANDOFF_API const struct handoff_fields *handoff_policy_fields(
    const struct handoff_policy *policy);
HANDOFF_API const char *handoff_policy_name(const struct handoff_policy *p);
HANDOFF_API const char *handoff_policy_version(const struct handoff_policy *p);
/* Hash of the canonical form: comments and layout do not change it. */
HANDOFF_API const char *handoff_policy_sha256(const struct handoff_policy *p);

enum { HANDOFF_REASON_MAX = 64 };

/* What a rule gives out. */
struct handoff_outcome {
    enum handoff_route route;
    const char *owner;      /* id in `owners:`; "" for none */
    const char *owner_name; /* as people call it; "" for none */
    const char *reason;     /* reason code, e.g. WORKFLOW_PAIN */
    const char *why;        /* the rule's own sentence; "" for none */
    int64_t sla;            /* seconds; 0 for none */
    int confidence;         /* percent */
};

struct handoff_decision {
    int64_t as_of;    /* what dates were compared with */
    const char *rule; /* id; "undecided" and `otherwise`'s id included */
    struct handoff_outcome outcome; /* confidence already weighed */
    const char *exception; /* queue that a person looks at; "" for none */
    bool undecided;        /* a missing fact could change it */
    bool by_otherwise;     /* no rule matched */
    /* Fields that could change the decision, in asking order; exact tells
     * whether each of them provably can. */
    const int *ask;
    size_t ask_count;
    bool ask_exact;
    const int *assumed; /* Unknown fields that if_unknown gave a value */
    size_t assumed_count;
    const int *because; /* fields that the deciding rule tests */
    size_t because_count;
    /* the closed-world answer: what decides if nothing more is learned */
    const char *provisional_rule;
    struct handoff_outcome provisional;
    /* one bit a rule in file order, `otherwise` last: 64 rules a word */
    const uint64_t *may, *must;
    size_t words;
    struct ho_arena *arena; /* owner */
};

/* The brief's fields must be this policy's. */
HANDOFF_API enum handoff_status handoff_policy_decide(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    int64_t as_of, struct handoff_decision **out, struct handoff_error *err);
HANDOFF_API void handoff_decision_free(struct handoff_decision *decision);

/* As in schemas/decision.schema.json, on one line; the caller frees. */
HANDOFF_API enum handoff_status handoff_decision_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    const struct handoff_decision *decision, char **json,
    struct handoff_error *err);

#endif
