/* diff_log.h - the decisions of a log under two versions of a policy. */
#ifndef HANDOFF_RULES_DIFF_LOG_H
#define HANDOFF_RULES_DIFF_LOG_H

#include "base/json.h"
#include "rules/replay.h"

enum { HO_DIFF_SAMPLES = 3 };

/* The leads that one rule decided and another one decides now. */
struct ho_diff_group {
    const char *rule[2];
    struct handoff_outcome outcome[2];
    size_t count;
    const char *lead[HO_DIFF_SAMPLES];
};

struct ho_diff_log {
    struct ho_replay replay;
    bool given; /* there was a log */
    size_t changed, route_changed, asks_changed;
    struct ho_diff_group *group; /* the most leads first */
    size_t group_count;
};

enum handoff_status ho_diff_replay(const struct handoff_policy *old_policy,
                                   const struct handoff_policy *new_policy,
                                   struct handoff_lines *log,
                                   struct ho_arena *arena,
                                   struct ho_diff_log *out,
                                   struct handoff_error *err);

void ho_diff_write_log(struct ho_writer *w, const struct ho_diff_log *log);

/* {"rule", "route", "owner", "reason", "confidence", "review"} */
void ho_diff_write_outcome(struct ho_writer *w, const char *key,
                           const char *rule, const struct handoff_outcome *out);

/* Sales turns away from a lead that it had, or would have, worked on. */
bool ho_diff_downgrade(enum handoff_route from, enum handoff_route to);

#endif
