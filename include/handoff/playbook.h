/* playbook.h - the sales system map: each stage leaves a decision behind.
 *
 * Source: the sales system action surface playbook.  For each lead the first
 * broken hand-off names its stage; the stage names the blocked decision, the
 * output that is required and the next action that is allowed.  Every
 * recommendation converts to a CRM update, an owner's action, an owner's
 * decision or a review flag; what does not is removed and counted.
 *
 * What a batch row records of its own history (summary, route, statuses,
 * owner, dates) is taken at its word as a CRM value, and flagged where the
 * policy would decide otherwise.
 *
 * Before anything is printed it passes the playbook's QA check: a
 * recommendation from which nothing follows is removed and counted, and so is
 * a claim that cites no field, message, CRM value or policy rule.
 */
#ifndef HANDOFF_PLAYBOOK_H
#define HANDOFF_PLAYBOOK_H

#include <handoff/policy.h>

/* id, name, input needed, decision, output required (the stage table) */
#define HANDOFF_STAGE_MAP(X)                                                \
    X(SUMMARY, "lead summary",                                              \
      "What did the lead ask for, and what is unknown?",                    \
      "Brief with explicit facts, inferred intent, gaps, and recommended "  \
      "action")                                                             \
    X(ROUTING, "routing", "pursue, nurture, enrich, or skip?",              \
      "Route, reason code, owner, confidence, exception flag")              \
    X(ENRICHMENT, "enrichment", "enrich or do not enrich?",                 \
      "Only fields that change route, qualification, reply, or skip "       \
      "decision")                                                           \
    X(QUALIFICATION, "qualification", "Is active selling justified now?",   \
      "Fit decision, evidence line, risk, and next qualification question") \
    X(OUTREACH, "outreach", "What useful promise and CTA should be sent?",  \
      "Message angle, send date, CTA, and stop conditions")                 \
    X(FOLLOW_UP, "follow-up", "Continue, pause, stop, or book?",            \
      "Reply summary, next touch, stop reason, meeting path")               \
    X(CRM_TRUTH, "CRM truth", "What must the next operator see?",           \
      "Stage, owner, last action, next action, date, short evidence note")

enum handoff_stage {
#define X(name, text, decision, output) HANDOFF_STAGE_##name,
    HANDOFF_STAGE_MAP(X)
#undef X
        HANDOFF_STAGE_COUNT
};

/* The next-action selector: the first broken hand-off. */
#define HANDOFF_SITUATION_MAP(X)                \
    X(RAW, "raw lead, no brief")                \
    X(UNROUTED, "brief exists, route unclear")  \
    X(BLOCKED, "route blocked by missing data") \
    X(PURSUE, "pursue route is clear")          \
    X(NURTURE, "nurture route is clear")        \
    X(SKIP, "skip route is clear")

enum handoff_situation {
#define X(name, text) HANDOFF_SITUATION_##name,
    HANDOFF_SITUATION_MAP(X)
#undef X
        HANDOFF_SITUATION_COUNT
};

/* What a recommendation turns into. */
#define HANDOFF_CONVERTS_MAP(X)         \
    X(NOTHING, "")                      \
    X(CRM_UPDATE, "CRM update")         \
    X(OWNER_ACTION, "owner action")     \
    X(OWNER_DECISION, "owner decision") \
    X(REVIEW_FLAG, "review flag")

enum handoff_converts {
#define X(name, text) HANDOFF_CONVERTS_##name,
    HANDOFF_CONVERTS_MAP(X)
#undef X
};

#define HANDOFF_FLAG_MAP(X)                                                   \
    X(NO_REPLY, "no_reply", "The endpoint gave no usable reply for the lead") \
    X(CLAIM_REFUSED, "claim_refused", "A claim failed its proof")             \
    X(CONTRADICTION, "contradiction",                                         \
      "The lead says two different things; neither is taken")                 \
    X(UNCITED, "uncited", "A claim cited nothing and was removed")            \
    X(INSTRUCTION, "instruction_in_lead",                                     \
      "The lead's text gives orders to whoever reads it")                     \
    X(DUPLICATE, "duplicate", "The same person stands earlier in the batch")  \
    X(EXCEPTION, "exception", "The rule asks for a person's look")            \
    X(REVIEW, "review", "The policy has a person approve it first")           \
    X(ROUTE_DIFFERS, "route_differs",                                         \
      "The CRM's route is not the one the policy decides")                    \
    X(SUGGESTION_DIFFERS, "suggestion_differs",                               \
      "The model suggests another lane than the policy decides")              \
    X(NO_OWNER, "no_owner", "Nobody owns the next action")                    \
    X(UNAPPROVED_POLICY, "unapproved_policy",                                 \
      "Nobody has approved the policy that decided")                          \
    X(OVERDUE, "overdue", "The recorded follow-up date is past")              \
    X(CRM_INCOMPLETE, "crm_incomplete",                                       \
      "The CRM record lacks what the next operator must see")

enum handoff_flag_code {
#define X(name, code, text) HANDOFF_FLAG_##name,
    HANDOFF_FLAG_MAP(X)
#undef X
};

struct handoff_flag {
    enum handoff_flag_code code;
    const char *detail; /* one phrase */
};

#define HANDOFF_FACTOR_MAP(X)        \
    X(EVIDENCE, "evidence_strength") \
    X(INTENT, "current_intent")      \
    X(CLARITY, "route_clarity")      \
    X(MISSING, "missing_fields")     \
    X(REPLY, "reply_status")         \
    X(SLA, "sla_risk")               \
    X(REVENUE, "revenue_impact")

enum handoff_factor {
#define X(name, word) HANDOFF_FACTOR_##name,
    HANDOFF_FACTOR_MAP(X)
#undef X
        HANDOFF_FACTOR_COUNT
};

/* CRM truth: what the next operator must see.  "" where it is missing. */
struct handoff_crm_update {
    const char *stage, *owner, *last_action, *next_action, *date;
    const char *evidence_note, *open_risk;
    const char *missing; /* names of the missing ones, ", " between; or "" */
};

/* The term within which the owner has to have acted, counted from when the
 * lead arrived, on the owner's clock.  Of what was answered already, or is
 * closed, there is none. */
struct handoff_term {
    int64_t from, until; /* seconds since 1970; 0: there is none */
    const char *words;   /* "21 hours left"; "" for none */
};

/* Is active selling justified now?  The policy's table says it, and the route
 * can only lower it: `rule` is then the one that decides the route. */
struct handoff_qualification {
    enum handoff_fit fit;
    const char *rule, *why; /* "" for none */
    const char *evidence;   /* the facts that settle the route, each cited */
    const char *risk;
    const int *question; /* fields to ask the lead about, the next one first;
                          * their wording: the claim's `question` */
    size_t question_count;
};

/* "Asks for", and what the lead said of it with its citation. */
struct handoff_summary_line {
    const char *label, *text;
};

/* A reply of the lead that stopped it: nobody asks, sells or writes any more,
 * whatever the form once asked for.  The newest reply speaks; one that a
 * program sent takes back no stop. */
struct handoff_stop {
    const char *reason;   /* "OPTED_OUT"; NULL: nothing stopped the lead */
    const char *action;   /* what is left to do about it */
    const char *cite;     /* "reply of 2026-09-24" */
    const char *evidence; /* its words, cited, and the rule */
};

/* One lead on the map; all text lies in the map. */
struct handoff_entry {
    size_t index; /* in the batch */
    const struct handoff_lead *lead;
    const struct handoff_brief *brief;
    const struct handoff_decision *decision;
    enum handoff_route route; /* the CRM's where it records one, else the
                               * policy's */
    bool route_from_crm;
    const struct handoff_stop *stop; /* the route is its; or NULL */
    enum handoff_situation situation;
    enum handoff_stage stage;
    bool settled; /* nothing is blocked: it waits for its date, or is closed */
    const char *required_output;
    const char *next_action;
    enum handoff_converts converts_to;
    const char *owner;
    /* what owner and next action rest on: "crm:Owner", "rule R1", "reply of
     * 2026-09-24"; "" where there is none */
    const char *owner_from, *action_from;
    struct handoff_term term;
    int64_t due;       /* seconds since 1970 by the owner's clock */
    bool due_now;      /* due on the day of as_of, or before */
    const int *enrich; /* fields to look up, attached to the route */
    size_t enrich_count;
    const int *question; /* fields to ask the lead about */
    size_t question_count;
    struct handoff_qualification qualified;
    struct handoff_crm_update crm;
    const struct handoff_summary_line *summary; /* read in ten seconds */
    size_t summary_count;
    const struct handoff_flag *flag;
    size_t flag_count;
    int factor[HANDOFF_FACTOR_COUNT]; /* 0 to 100 each */
    int64_t sum;                      /* of factor times weight */
    int64_t score;                    /* the same; of a skip a quarter */
};

struct handoff_map_input {
    const struct handoff_policy *policy;
    const struct handoff_batch *batch;
    /* one for each lead of the batch, in its order; borrowed */
    struct handoff_brief *const *brief;
    struct handoff_decision *const *decision;
    int64_t as_of;
    /* why the policy counts as not approved, for the review flag; NULL: it is,
     * or nobody keeps a record */
    const char *unapproved;
    /* one for each lead of the batch, in its order; NULL: none is known */
    const struct handoff_stop *stop;
};

/* The sections that a policy has for this stage can be read: qualification,
 * open_risks, nurture, priority, outreach, followup.  BAD_POLICY tells what is
 * wrong and where.  Without this a run finds out, the first that needs it. */
HANDOFF_API enum handoff_status handoff_playbook_check(
    const struct handoff_policy *policy, struct handoff_error *err);

struct handoff_map;

/* Everything in the input outlives the map. */
HANDOFF_API enum handoff_status handoff_map_make(
    const struct handoff_map_input *input, struct handoff_map **out,
    struct handoff_error *err);
HANDOFF_API void handoff_map_free(struct handoff_map *map);

/* Entries by falling priority; ties in the order of the batch. */
HANDOFF_API size_t handoff_map_count(const struct handoff_map *map);
HANDOFF_API const struct handoff_entry *handoff_map_entry(
    const struct handoff_map *map, size_t index);

enum { HANDOFF_MAP_LEAST = 5, HANDOFF_MAP_PAGE = 25 };

/* As in schemas/system-map.schema.json; the caller frees. */
HANDOFF_API enum handoff_status handoff_map_json(const struct handoff_map *map,
                                                 char **json,
                                                 struct handoff_error *err);

/* What a record knows of a lead, in words; "" for nothing. */
struct handoff_past {
    const char *drafts;   /* "draft-3 waits for review, draft-4 approved" */
    const char *response; /* "2026-09-24, pause, reason code NOT_NOW; ..." */
};

struct handoff_map_view {
    /* 1 and up: HANDOFF_MAP_PAGE leads by priority, while health and the first
     * three actions are still the whole batch's.  0: all. */
    size_t page;
    /* one for each lead of the batch, in its order, or NULL; it is shown
     * beside the next action and changes nothing */
    const struct handoff_past *past;
};

/* The same as somebody wants to see it.  USAGE: there are not so many pages. */
HANDOFF_API enum handoff_status handoff_map_view_json(
    const struct handoff_map *map, const struct handoff_map_view *view,
    char **json, struct handoff_error *err);

/* {"lead", "brief", "decision"} on one line, as a list of briefs has them; the
 * caller frees. */
HANDOFF_API enum handoff_status handoff_map_lead_json(
    const struct handoff_policy *policy, const struct handoff_brief *brief,
    const struct handoff_decision *decision, char **json, size_t *len,
    struct handoff_error *err);

#endif
