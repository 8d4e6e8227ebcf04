/* answer.h - the copy-ready prompt, and what a chat made of it.
 *
 * The playbook's prompt carries a batch and the current rules into any chat;
 * the answer comes back as Markdown (headings, tables, lists, bold), prose or
 * JSON.  It is read into cells, each with its section, lead and label; what a
 * cell says of a lead is looked for in that lead's own text, and what it wants
 * done is compared with what the rules decide.
 *
 * Precision first: a cell that cannot be placed is checked as text only, and
 * words that mean no action, owner or stage are left alone.
 */
#ifndef HANDOFF_ANSWER_H
#define HANDOFF_ANSWER_H

#include <handoff/playbook.h>
#include <handoff/prompt.h>

/* --- the prompt ---------------------------------------------------------- */

enum {
    HANDOFF_PROMPT_VALUE = 4000,     /* bytes of one value of a lead */
    HANDOFF_RULES_BYTES = 256 * 1024 /* of rules as prose */
};

/* The policy in sentences, a rule a line; the caller frees. */
HANDOFF_API enum handoff_status handoff_policy_prose(
    const struct handoff_policy *policy, char **text,
    struct handoff_error *err);

/* The data of prompts/playbook.prompt, as JSON text that the caller frees.
 * rules: prose; empty: the policy's.  Ids, labels and texts of the leads are
 * on one line each and defused as in handoff_prompt_data; the fence is cut
 * from the hash of the batch, so the same batch gives the same prompt.
 * TOO_LARGE: the rules have more bytes than HANDOFF_RULES_BYTES. */
HANDOFF_API enum handoff_status handoff_playbook_prompt_data(
    const struct handoff_policy *policy, const struct handoff_batch *batch,
    struct handoff_slice rules, int64_t as_of, char **json,
    struct handoff_error *err);

/* --- the answer ---------------------------------------------------------- */

enum {
    HANDOFF_ANSWER_BYTES = 1 << 20, /* of one answer */
    HANDOFF_ANSWER_FINDINGS = 1000  /* that are kept of one answer */
};

/* The sections, as the playbook names them. */
#define HANDOFF_SECTION_MAP(X)          \
    X(HEALTH, "system health summary")  \
    X(STAGES, "stage map")              \
    X(BLOCKED, "blocked decisions")     \
    X(SELECTOR, "next-action selector") \
    X(UPDATES, "CRM updates required")  \
    X(RISKS, "risks or review flags")   \
    X(FIRST, "first three actions to take today")

enum handoff_section {
#define X(name, text) HANDOFF_SECTION_##name,
    HANDOFF_SECTION_MAP(X)
#undef X
        HANDOFF_SECTION_COUNT /* and: no section */
};

#define HANDOFF_ANSWER_GROUP_MAP(X)                                   \
    X(INVENTED, "invented", "neither the batch nor the rules say it") \
    X(CONTRADICTS, "contradicts", "the rules decide otherwise")       \
    X(MISSING, "missing", "the map has to say it")

enum handoff_answer_group {
#define X(name, word, text) HANDOFF_ANSWER_##name,
    HANDOFF_ANSWER_GROUP_MAP(X)
#undef X
        HANDOFF_ANSWER_GROUPS
};

/* id, group, name, meaning */
#define HANDOFF_ANSWER_MAP(X)                                                 \
    X(CLAIM, INVENTED, "invented_claim",                                      \
      "the lead's own text does not carry it")                                \
    X(QUOTE, INVENTED, "invented_quote",                                      \
      "these words stand nowhere in the lead")                                \
    X(UNKNOWN_LEAD, INVENTED, "unknown_lead", "no such lead is in the batch") \
    X(OWNER, INVENTED, "invented_owner",                                      \
      "neither the CRM nor the rules name this owner")                        \
    X(HISTORY, INVENTED, "invented_history",                                  \
      "the record does not show that it happened")                            \
    X(MIXED, CONTRADICTS, "mixed_leads",                                      \
      "the id is one lead's and the name another's")                          \
    X(STAGE, CONTRADICTS, "wrong_stage", "the lead is at another stage")      \
    X(SITUATION, CONTRADICTS, "wrong_situation",                              \
      "another hand-off is the first broken one")                             \
    X(ROUTE, CONTRADICTS, "wrong_route", "the rules decide another route")    \
    X(OTHER_OWNER, CONTRADICTS, "wrong_owner", "somebody else owns the lead") \
    X(ACTION, CONTRADICTS, "wrong_action",                                    \
      "the lead's situation does not allow this action")                      \
    X(DATE, CONTRADICTS, "wrong_date", "the date is past, or too late")       \
    X(NO_SECTION, MISSING, "missing_section", "the section is not there")     \
    X(NO_LEAD, MISSING, "missing_lead", "the lead is not there")              \
    X(NO_FIELD, MISSING, "missing_field",                                     \
      "the next operator could not act from the record")                      \
    X(NO_ACTION, MISSING, "missing_action",                                   \
      "the day begins with more actions than that")

enum handoff_answer_code {
#define X(name, group, word, text) HANDOFF_ANSWER_CODE_##name,
    HANDOFF_ANSWER_MAP(X)
#undef X
};

HANDOFF_API const char *handoff_answer_code_name(enum handoff_answer_code code);
HANDOFF_API enum handoff_answer_group handoff_answer_code_group(
    enum handoff_answer_code code);

struct handoff_answer_finding {
    enum handoff_answer_code code;
    enum handoff_section section; /* COUNT: in none */
    const char *lead;             /* id; "" where none is meant */
    const char *said;             /* the answer's words; "" where missing */
    const char *want;             /* what batch or rules say; or "" */
    const char *why;              /* one sentence */
    size_t line;                  /* of the answer, 1-based; 0 in JSON, or
                                   * where it is missing */
};

struct handoff_answer_check {
    const struct handoff_answer_finding *item; /* invented, contradicts,
                                                * missing; then by line */
    size_t count;
    size_t group[HANDOFF_ANSWER_GROUPS]; /* how many, those not kept, too */
    size_t leads;                        /* of the batch that it speaks of */
    size_t cells;                        /* statements that were looked at */
    struct ho_arena *arena;              /* owner */
};

/* Check an answer against the map that the rules make of the same batch.
 * TOO_LARGE: more bytes than HANDOFF_ANSWER_BYTES; BAD_TEXT: not UTF-8.  What
 * is neither JSON nor Markdown is prose.  Time: linear in the answer, and for
 * each lead that it names in that lead's text. */
HANDOFF_API enum handoff_status handoff_answer_check(
    const struct handoff_map *map, struct handoff_slice answer,
    struct handoff_answer_check **out, struct handoff_error *err);
HANDOFF_API void handoff_answer_check_free(struct handoff_answer_check *check);

/* The corrected map with what was found: handoff_map_json with one more
 * member, "answer"; the caller frees. */
HANDOFF_API enum handoff_status handoff_answer_json(
    const struct handoff_answer_check *check, const struct handoff_map *map,
    char **json, struct handoff_error *err);

#endif
