/* followup.h - a reply on its way to a decision. */
#ifndef HANDOFF_PLAYBOOK_FOLLOWUP_H
#define HANDOFF_PLAYBOOK_FOLLOWUP_H

#include <handoff/followup.h>

#include "base/arena.h"
#include "base/json.h"
#include "screen/phrases.h"

struct ho_follow_rule {
    const char *id;
    const int *when; /* signals, all of them; none: `otherwise` */
    size_t when_count;
    enum handoff_step step;
    const char *reason, *action, *path;
    int64_t after; /* seconds to the next touch; 0: none */
    bool until_return;
};

struct handoff_followup {
    const struct handoff_policy *policy;
    struct handoff_words words[HANDOFF_SIGNALS];
    const struct ho_follow_rule *rule; /* `otherwise` last */
    size_t rule_count;
    int64_t touches_at_most;    /* 0: no limit */
    struct ho_phrases *phrases; /* of opt-outs, every language */
    struct ho_arena *arena;
};

/* Fill all but policy, phrases and arena. */
enum handoff_status ho_followup_read(struct handoff_followup *f,
                                     struct handoff_error *err);
/* One of HANDOFF_SIGNAL_MAP, or -1. */
int ho_signal_find(const char *word);
const char *ho_signal_name(enum handoff_signal signal);

/* The reply's text, and what of it is its writer's. */
struct ho_reply_text {
    struct handoff_slice text; /* decoded, whole */
    struct handoff_slice own;  /* the same length; what is not their own is
                                * blank */
    struct handoff_slice wide; /* own, and what programs write into mails: "I
                                * am out of office" */
    struct handoff_slice head; /* of an automatic mail: its subject, in text */
    size_t older;              /* bytes that do not count */
    const char *automatic;
};

/* All lies in the arena. */
enum handoff_status ho_reply_text_read(struct ho_arena *arena,
                                       struct handoff_slice bytes,
                                       struct ho_reply_text *out,
                                       struct handoff_error *err);

struct ho_hearing {
    const struct handoff_followup *followup;
    const struct ho_reply_text *reply;
    struct handoff_response *response;
    size_t looks; /* so far */
};

/* What the reply says by itself. */
enum handoff_status ho_hear(struct ho_hearing *h, struct handoff_error *err);
/* What a model points at; what it may not say, or what stands nowhere, is
 * counted as refused. */
enum handoff_status ho_hear_model(struct ho_hearing *h, const char *answer,
                                  struct handoff_error *err);
const struct handoff_heard *ho_heard(const struct handoff_response *r,
                                     enum handoff_signal signal);
/* Code alone decides: nothing is asked. */
bool ho_is_settled(const struct handoff_response *r);

/* The rule that fits, and its dates. */
void ho_follow(const struct handoff_followup *f, struct handoff_response *r);

/* The prompt's worked example holds; any text that is one. */
enum handoff_status ho_reply_example_check(struct handoff_slice text,
                                           struct handoff_error *err);

#endif
