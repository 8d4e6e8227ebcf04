/* replay.h - briefs of an earlier run, decided again.
 *
 * The log is NDJSON as `summarize` writes it: {"lead", "brief", "decision"}.
 * Each brief is dated by its own decision.  A line that cannot be replayed is
 * counted with its reason, never guessed at.
 */
#ifndef HANDOFF_RULES_REPLAY_H
#define HANDOFF_RULES_REPLAY_H

#include <handoff/lines.h>
#include <handoff/policy.h>

#include "base/arena.h"
#include "brief/brief_json.h"

enum { HO_REPLAY_BESIDE = 4 };
enum { HO_REPLAY_REASONS = 16 };

struct ho_replay_gap {
    const char *reason; /* lies in the replay's arena */
    size_t count, line; /* the first such line */
};

struct ho_replay {
    /* the first is the one that the log was decided with; the second, or
     * NULL, is another version */
    const struct handoff_policy *policy[2];
    struct handoff_lines *lines;
    size_t read; /* lines that were replayed */
    struct ho_replay_gap gap[HO_REPLAY_REASONS];
    size_t gap_count;
    bool same_fields; /* a brief of one is a brief of the other */
    struct ho_beside beside[HO_REPLAY_BESIDE];
    struct handoff_decider *decider[2];
    struct ho_arena *arena, *work; /* work: of one line */
};

/* On loan until the next one. */
struct ho_replayed {
    char lead[64]; /* id, cut */
    struct handoff_brief brief[2];
    const struct handoff_decision *decision[2];
};

/* The policies and the log outlive it; its texts lie in the arena. */
enum handoff_status ho_replay_init(struct ho_replay *replay,
                                   const struct handoff_policy *first,
                                   const struct handoff_policy *second,
                                   struct handoff_lines *log,
                                   struct ho_arena *arena,
                                   struct handoff_error *err);

/* *got is false at the end. */
enum handoff_status ho_replay_next(struct ho_replay *replay,
                                   struct ho_replayed *out, bool *got,
                                   struct handoff_error *err);
void ho_replay_release(struct ho_replay *replay);

#endif
