/* outreach.h - what could be written to a qualified lead, for a person to
 * approve.  Nothing is sent.
 *
 * A draft holds at least two angles.  The model chooses facts, a promise and a
 * call to action out of lists and writes the words that join them; the
 * promise and the call stand in the message as the policy has them.  Every
 * sentence is checked against the brief and what the policy approves; one that
 * does not hold refuses its angle.  What the model cannot fill is filled by
 * the policy's template angles, which pass the same check.
 */
#ifndef HANDOFF_OUTREACH_H
#define HANDOFF_OUTREACH_H

#include <handoff/endpoint.h>
#include <handoff/playbook.h>

enum {
    HANDOFF_ANGLES = 2,          /* of a draft, at least */
    HANDOFF_ANGLES_MOST = 4,     /* that are read of one answer */
    HANDOFF_MESSAGE_BYTES = 4000 /* of a message, and of an edited one */
};

/* Why a sentence cannot be sent. */
#define HANDOFF_REFUSAL_MAP(X)                                               \
    X(UNREADABLE, "unreadable", "the answer, or this part, cannot be read")  \
    X(NOT_OFFERED, "not_offered",                                            \
      "a fact, promise, call or channel that was not offered")               \
    X(NEVER_SAY, "never_say", "words that the policy never says")            \
    X(FAMILIARITY, "invented_familiarity",                                   \
      "talk of a contact that nobody had")                                   \
    X(URGENCY, "invented_urgency", "pressure that no fact carries")          \
    X(PROTECTED, "budget_or_authority",                                      \
      "a claim about the lead's budget or authority")                        \
    X(NOT_IN_SOURCE, "not_in_source",                                        \
      "a number, name, date or state that neither the lead nor an approved " \
      "claim holds")                                                         \
    X(UNAPPROVED, "unapproved_claim",                                        \
      "words that no fact of the lead and no approved claim has")

enum handoff_refusal_code {
#define X(name, word, text) HANDOFF_REFUSAL_##name,
    HANDOFF_REFUSAL_MAP(X)
#undef X
};

HANDOFF_API const char *handoff_refusal_name(enum handoff_refusal_code code);

struct handoff_refusal {
    enum handoff_refusal_code code;
    const char *sentence; /* as it was written */
    const char *why;      /* one sentence */
    unsigned answer;      /* of which answer, 1-based; 0: of a template */
};

struct handoff_refusals {
    const struct handoff_refusal *item; /* in the order they were found */
    size_t count;
};

struct handoff_angle {
    const char *id; /* "model-1", or the template's */
    bool is_template;
    const char *channel, *promise, *cta; /* ids in the policy */
    const char *promise_text, *cta_text;
    const char *message;
    const int *fact; /* fields whose words it uses */
    size_t fact_count;
};

/* The policy's `outreach:` section, with the vocabulary of the checks; for one
 * thread.  BAD_POLICY: it has none, or one that cannot be used.
 * BAD_TEMPLATE: the prompt's own example does not pass the check. */
struct handoff_outreach;
HANDOFF_API enum handoff_status handoff_outreach_new(
    const struct handoff_policy *policy, struct handoff_outreach **out,
    struct handoff_error *err);
HANDOFF_API void handoff_outreach_free(struct handoff_outreach *outreach);

HANDOFF_API const struct handoff_fields *handoff_outreach_fields(
    const struct handoff_outreach *outreach);

/* Who shall be written to; all of it outlives the draft. */
struct handoff_recipient {
    const struct handoff_brief *brief;
    const struct handoff_decision *decision; /* of the outreach's policy */
    int64_t as_of;
    const char *blocked; /* why nobody may write, known from elsewhere; or
                          * NULL */
};

struct handoff_draft {
    struct handoff_recipient to;
    const char *none; /* why there is no draft; NULL: there is one */
    struct handoff_qualification qualified;
    const struct handoff_angle *angle;
    size_t angle_count;
    struct handoff_refusals refused;
    int64_t send_at;           /* inside the owner's hours */
    struct handoff_words stop; /* what ends the sequence */
    struct handoff_made_by made_by;
    const struct handoff_policy *policy;
    const struct ho_palette *palette; /* what it may be made of; or NULL */
    struct ho_arena *arena;           /* owner of all text */
};

/* answer: what the model said to the prompt, and again where it was refused;
 * count 0: templates alone.  The outreach outlives the draft. */
HANDOFF_API enum handoff_status handoff_draft_make(
    struct handoff_outreach *outreach, const struct handoff_recipient *to,
    const struct handoff_answer *answer, size_t count,
    const struct handoff_made_by *made_by, struct handoff_draft **out,
    struct handoff_error *err);
HANDOFF_API void handoff_draft_free(struct handoff_draft *draft);

/* As in schemas/draft.schema.json; the caller frees. */
HANDOFF_API enum handoff_status handoff_draft_json(
    const struct handoff_draft *draft, char **json, struct handoff_error *err);
/* One angle with what a person must know to approve it. */
HANDOFF_API enum handoff_status handoff_angle_json(
    const struct handoff_draft *draft, size_t angle, char **json,
    struct handoff_error *err);

/* Check a message that a person has written or changed.  *why: the first
 * refusal as one sentence, the caller's to free; NULL where it holds. */
HANDOFF_API enum handoff_status handoff_message_check(
    struct handoff_outreach *outreach, const struct handoff_brief *brief,
    int64_t as_of, struct handoff_slice message, char **why,
    struct handoff_error *err);

/* --- asking a model ---------------------------------------------------- */

struct handoff_drafting {
    struct handoff_outreach *outreach;
    const struct handoff_prompt *prompt; /* prompts/outreach.prompt */
    struct handoff_endpoint *endpoint;   /* builtin:extract: not asked */
    const char *model;
    unsigned reasks; /* times that a lead's draft is asked for again */
    const struct handoff_recipient *to;
    size_t count;
    handoff_sending *sent; /* or NULL */
    void *user;
};

/* draft has room for one of each recipient.  A request that fails leaves the
 * templates. */
HANDOFF_API enum handoff_status handoff_draft_all(
    const struct handoff_drafting *drafting, struct handoff_draft **draft,
    struct handoff_error *err);

#endif
