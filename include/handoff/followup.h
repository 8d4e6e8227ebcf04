/* followup.h - what a reply means, and what comes next: continue, pause, stop
 * or book.
 *
 * A reply is a mail as it came, or text.  Only what its writer wrote counts:
 * not the older mail below it, the signature or what stands in quotation
 * marks.  A request not to be written to is found by code alone, before any
 * model, and always stops.  Other signals are phrases of the policy, or words
 * that a model points at and that stand in the reply; rules of the policy
 * decide.
 */
#ifndef HANDOFF_FOLLOWUP_H
#define HANDOFF_FOLLOWUP_H

#include <handoff/endpoint.h>
#include <handoff/playbook.h>

enum { HANDOFF_REPLY_BYTES = 4 << 20 }; /* of one mail, or text */

/* name, and whether it is an objection */
#define HANDOFF_SIGNAL_MAP(X)              \
    X(OPT_OUT, "opt_out", false)           \
    X(BOUNCE, "bounce", false)             \
    X(AWAY, "out_of_office", false)        \
    X(WRONG_PERSON, "wrong_person", false) \
    X(REFERRAL, "referral", false)         \
    X(NO_INTEREST, "not_interested", true) \
    X(PRICE, "price", true)                \
    X(TIMING, "timing", true)              \
    X(HAS_SOLUTION, "has_solution", true)  \
    X(INTERESTED, "interested", false)     \
    X(TIMES, "times", false)               \
    X(QUESTION, "question", false)

enum handoff_signal {
#define X(name, word, objection) HANDOFF_SIGNAL_##name,
    HANDOFF_SIGNAL_MAP(X)
#undef X
        HANDOFF_SIGNALS
};

#define HANDOFF_STEP_MAP(X) \
    X(CONTINUE, "continue") \
    X(PAUSE, "pause")       \
    X(STOP, "stop")         \
    X(BOOK, "book")

enum handoff_step {
#define X(name, word) HANDOFF_STEP_##name,
    HANDOFF_STEP_MAP(X)
#undef X
        HANDOFF_STEPS
};

HANDOFF_API const char *handoff_step_name(enum handoff_step step);

/* Words of the reply: bytes [start, end) of its text. */
struct handoff_heard {
    enum handoff_signal signal;
    const char *quote;
    size_t start, end;
    bool by_model; /* a model pointed at it */
};

/* The policy's `followup:` section.  BAD_POLICY: it has none, or one that
 * cannot be used.  BAD_TEMPLATE: the prompt's own example does not hold. */
struct handoff_followup;
HANDOFF_API enum handoff_status handoff_followup_new(
    const struct handoff_policy *policy, struct handoff_followup **out,
    struct handoff_error *err);
HANDOFF_API void handoff_followup_free(struct handoff_followup *followup);

struct handoff_came_back {
    struct handoff_slice bytes; /* the mail, or the text */
    const char *lead;           /* its id */
    int64_t as_of;              /* when it is read */
    int64_t touches;            /* messages that were sent to the lead */
    /* what a model answered to prompts/reply.prompt; NULL: not asked */
    const char *answer;
};

struct handoff_response {
    struct handoff_came_back in; /* without the bytes */
    const char *text;            /* of the reply, which spans count in */
    const char *own_words; /* the same, blank where it is not the writer's */
    size_t own, older;     /* bytes that count, and that do not */
    const char *automatic; /* why no person wrote it; or NULL */
    const struct handoff_heard *heard; /* the first of each signal */
    size_t heard_count;
    const struct handoff_heard *objection; /* or NULL */
    enum handoff_step step;
    const char *rule, *reason, *action;
    const char *path;       /* to the meeting; "" for none */
    const char *contact;    /* an address that was named instead; "" */
    const char *back;       /* the day they are back, or ask for; "" */
    const char *next_touch; /* a day inside the desk's hours; "" for none */
    size_t refused;         /* words of the model that stand nowhere */
    struct ho_arena *arena;
};

/* TOO_LARGE, BAD_TEXT: the reply cannot be read. */
HANDOFF_API enum handoff_status handoff_response_make(
    struct handoff_followup *followup, const struct handoff_came_back *in,
    struct handoff_response **out, struct handoff_error *err);
HANDOFF_API void handoff_response_free(struct handoff_response *response);

/* As in schemas/response.schema.json; the caller frees. */
HANDOFF_API enum handoff_status handoff_response_json(
    const struct handoff_response *response, char **json,
    struct handoff_error *err);

/* Ask a model about the reply; *answer is NULL where nothing was asked: with
 * builtin:extract, and where code alone decides (opt-out, bounce, an automatic
 * answer).  first is what the reply says without a model; sent may be NULL. */
HANDOFF_API enum handoff_status handoff_response_ask(
    const struct handoff_response *first, const struct handoff_prompt *prompt,
    struct handoff_endpoint *endpoint, handoff_sending *sent, void *user,
    char **answer, struct handoff_error *err);

#endif
