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

enum { HANDOFF_POLICY_BYTES = 4 * 1024 * 1024 }; /* of one policy file */

enum handoff_file_kind {
    HANDOFF_FILE_BESIDE, /* relative to the policy's folder */
    HANDOFF_FILE_ZONE    /* of the time zone database: "Europe/Berlin" */
};

/* The files that a policy names.  read gives a text of at most `limit` bytes,
 * which the policy frees. */
struct handoff_files {
    enum handoff_status (*read)(void *user, enum handoff_file_kind kind,
                                const char *name, size_t limit, char **text,
                                size_t *len, struct handoff_error *err);
    void *user;
};

/* name is the file's, for errors.  files is used during the call only; NULL:
 * then lists stand inline, and the only zone is UTC. */
HANDOFF_API enum handoff_status handoff_policy_read(
    const char *name, struct handoff_slice text,
    const struct handoff_files *files, struct handoff_policy **out,
    struct handoff_error *err);
/* The same without files. */
HANDOFF_API enum handoff_status handoff_policy_parse(
    const char *name, struct handoff_slice text, struct handoff_policy **out,
    struct handoff_error *err);
/* Off the disk, with the lists beside it and the machine's zones. */
HANDOFF_API enum handoff_status handoff_policy_load(const char *path,
                                                    struct handoff_policy **out,
                                                    struct handoff_error *err);
/* A text as if it were the file at that path. */
HANDOFF_API enum handoff_status handoff_policy_load_text(
    const char *path, struct handoff_slice text, struct handoff_policy **out,
    struct handoff_error *err);
HANDOFF_API void handoff_policy_free(struct handoff_policy *policy);

HANDOFF_API const struct handoff_fields *handoff_policy_fields(
    const struct handoff_policy *policy);
HANDOFF_API const char *handoff_policy_name(const struct handoff_policy *p);
HANDOFF_API const char *handoff_policy_version(const struct handoff_policy *p);
/* Hash of the canonical form: comments and layout do not change it. */
HANDOFF_API const char *handoff_policy_sha256(const struct handoff_policy *p);

enum {
    HANDOFF_REASON_MAX = 64,
    HANDOFF_LOCAL_TEXT = 32 /* a time with its offset, and the NUL */
};

/* What a rule gives out. */
struct handoff_outcome {
    enum handoff_route route;
    const char *owner;      /* id in `owners:`; "" for none */
    const char *owner_name; /* as people call it; "" for none */
    const char *reason;     /* reason code, e.g. WORKFLOW_PAIN */
    const char *why;        /* the rule's own sentence; "" for none */
    int64_t sla;            /* seconds; 0 for none */
    char sla_unit;          /* as it is written: m, h, d or w */
    int confidence;         /* percent */
    bool review; /* a person approves it before it leaves: `review`, else
                  * whether it is pursue */
};

/* What one other value of one field would lead to. */
struct handoff_change {
    int field;
    uint64_t cells;   /* the cases of the field that do, a bit each: their
                       * order is that of the cells, see rules/cells.h */
    const char *rule; /* "undecided" included */
    const struct handoff_outcome *outcome;
};

struct handoff_decision {
    int64_t as_of;    /* what dates were compared with */
    const char *rule; /* id; "undecided" and `otherwise`'s id included */
    struct handoff_outcome outcome; /* confidence already weighed */
    const char *exception; /* queue that a person looks at; "" for none */
    bool undecided;        /* a missing fact could change it */
    bool stopped;          /* ... and enrichment has been tried enough: the
                            * outcome is that of `undecided.stop` */
    bool by_otherwise;     /* no rule matched */
    /* Fields that could change the decision, in asking order; exact tells
     * whether each of them provably can.  The order goes on behind ask_count
     * (`ask_at_most`) to relevant_count, for all that could. */
    const int *ask;
    size_t ask_count, relevant_count;
    bool ask_exact;
    const int *assumed; /* Unknown fields that if_unknown gave a value */
    size_t assumed_count;
    /* Known fields that settle it: whatever the other known facts were, it
     * would be the same.  None of them can be left out, unless the budget of
     * steps ran out (reasons_exact) or a rule's `evidence` opens a guess.
     * Those that refuted earlier rules are among them; an inferred fact that
     * such a rule does not accept counts as Unknown.  Empty while undecided. */
    const int *because;
    size_t because_count, own_count; /* first those that the rule itself tests,
                                      * own_count of them */
    /* Decided: each other value of one field, all else being the same, with
     * which it would be decided otherwise, or not yet.  Undecided: each answer
     * about one field of `ask` that would decide it.  NULL where it was not
     * asked for. */
    const struct handoff_change *would_change;
    size_t would_change_count;
    bool reasons_exact; /* because cannot be shortened, would_change is whole */
    /* the closed-world answer: what decides if nothing more is learned */
    const char *provisional_rule;
    struct handoff_outcome provisional;
    /* one bit a rule in file order, `otherwise` last: 64 rules a word */
    const uint64_t *may, *must;
    size_t words;
    struct handoff_decider *decider; /* owner; NULL: it is on loan from one */
};

/* The brief's fields must be this policy's. */
HANDOFF_API enum handoff_status handoff_policy_decide(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    int64_t as_of, struct handoff_decision **out, struct handoff_error *err);
HANDOFF_API void handoff_decision_free(struct handoff_decision *decision);

/* Does a rule of `screen:` skip it?  Then nothing that a lead's words could add
 * would count. */
HANDOFF_API bool handoff_decision_is_screened(
    const struct handoff_policy *policy,
    const struct handoff_decision *decision);

/* When the owner has to have acted, counted from `from` on the owner's clock:
 * business hours, holidays and zone.  false: the outcome has no SLA. */
HANDOFF_API bool handoff_outcome_due(const struct handoff_policy *policy,
                                     const struct handoff_outcome *outcome,
                                     int64_t from, int64_t *due);
/* The first moment at or after `time` at which the owner's desk is open. */
HANDOFF_API int64_t handoff_owner_open(const struct handoff_policy *policy,
                                       const char *owner, int64_t time);
/* What the owner's clock shows: seconds since 1970 without a zone. */
HANDOFF_API int64_t handoff_owner_clock(const struct handoff_policy *policy,
                                        const char *owner, int64_t time);
/* "2026-10-12T17:00:00+02:00": a time as the owner's clock shows it. */
HANDOFF_API void handoff_owner_time_text(const struct handoff_policy *policy,
                                         const char *owner, int64_t time,
                                         char out[HANDOFF_LOCAL_TEXT]);

/* Is active selling justified now?  The answers of `qualification:`. */
#define HANDOFF_FIT_MAP(X)            \
    X(ACTIVE_NOW, "active_now")       \
    X(LATER_NURTURE, "later_nurture") \
    X(REVIEW, "review")               \
    X(NO_ACTION, "no_action")

enum handoff_fit {
#define X(name, word) HANDOFF_FIT_##name,
    HANDOFF_FIT_MAP(X)
#undef X
};

struct handoff_qualified {
    enum handoff_fit fit;
    const char *rule, *why; /* why: "" for none */
};

HANDOFF_API const char *handoff_fit_name(enum handoff_fit fit);
/* false: the policy has no such table. */
HANDOFF_API bool handoff_policy_qualify(const struct handoff_policy *policy,
                                        const struct handoff_brief *brief,
                                        int64_t as_of,
                                        struct handoff_qualified *out);

/* Could knowing that Unknown field, all else being as it is, give the lead
 * another fit? */
HANDOFF_API bool handoff_policy_fit_open(const struct handoff_policy *policy,
                                         const struct handoff_brief *brief,
                                         int64_t as_of, int field);

/* The one next action: the first ask of an undecided lead, else the first of
 * `handoffs:` whose need is not met. */
struct handoff_next {
    const char *handoff; /* its id; "" for an ask */
    int field;           /* what is missing, or says otherwise */
    bool broken;         /* repair it: it is known, and not as needed.  Else:
                          * find it out */
    const char *action;
};

/* false: nothing is missing, or the lead is skipped. */
HANDOFF_API bool handoff_policy_next(const struct handoff_policy *policy,
                                     const struct handoff_brief *brief,
                                     const struct handoff_decision *decision,
                                     struct handoff_next *out);

/* --- many decisions: read a brief once, decide it in memory that is there ---
 *
 *     handoff_decider_new(policy, &decider, &err);
 *     handoff_policy_intern(policy, brief, as_of, &facts, &err);
 *     handoff_decider_decide(decider, facts, HANDOFF_REASONS, &d, &err);
 *
 * It is what handoff_policy_decide does.  A decider is for one thread, facts
 * and policy for any number.  Once it has met its largest decision, a decider
 * asks the system for no more memory.
 */

/* A brief, of which only is left what the rules can tell apart: some bytes.
 * It outlives the brief, not the policy. */
struct handoff_facts;
HANDOFF_API enum handoff_status handoff_policy_intern(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    int64_t as_of, struct handoff_facts **out, struct handoff_error *err);
HANDOFF_API void handoff_facts_free(struct handoff_facts *facts);

struct handoff_decider;
HANDOFF_API enum handoff_status handoff_decider_new(
    const struct handoff_policy *policy, struct handoff_decider **out,
    struct handoff_error *err);
HANDOFF_API void handoff_decider_free(struct handoff_decider *decider);

/* The first look: three-valued logic for every rule at once. */
struct handoff_glance {
    const uint64_t *may, *must; /* as in the decision; on loan */
    size_t words;
    size_t rule;  /* the first that must match, by place in the file */
    bool settled; /* every rule that may match until there decides as it does.
                   * false: only handoff_decider_decide can tell */
};

/* facts: of the decider's policy. */
HANDOFF_API void handoff_decider_glance(struct handoff_decider *decider,
                                        const struct handoff_facts *facts,
                                        struct handoff_glance *out);

/* HANDOFF_REASONS is the whole decision but for would_change, which takes a
 * decision for every case of every field. */
enum handoff_detail { HANDOFF_REASONS, HANDOFF_CHANGES };

/* *out is on loan until the decider is used again.  facts: of its policy. */
HANDOFF_API enum handoff_status handoff_decider_decide(
    struct handoff_decider *decider, const struct handoff_facts *facts,
    enum handoff_detail detail, const struct handoff_decision **out,
    struct handoff_error *err);

/* Why it is decided so, on one line; the caller frees:
 *
 *     {"lead", "decision": as in schemas/decision.schema.json,
 *      "rules": [{"id", "section": "screen" | "rules" | "otherwise",
 *                 "verdict": "yes" | "no" | "?", "decides": bool,
 *                 "tests": [{"field", "test": as the policy writes it,
 *                            "verdict", "assumed": bool, "value": or null,
 *                            "class", "evidence": [{"source", "quote"}]}]}],
 *      "changes": [{"field", "when": "50..999", "rule", "route", "owner"}],
 *      "idle": [fields that are Unknown and that rules test, of which no
 *               answer changes the decision]}
 *
 * The rows of `any:` follow each other, a test of each with its "row". */
HANDOFF_API enum handoff_status handoff_policy_explain_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    int64_t as_of, char **json, struct handoff_error *err);

/* As in schemas/decision.schema.json, on one line; the caller frees. */
HANDOFF_API enum handoff_status handoff_decision_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    const struct handoff_decision *decision, char **json,
    struct handoff_error *err);

#endif
