/* remake.h - what a run decided, made again out of what is stored. */
#ifndef HANDOFF_RECORD_REMAKE_H
#define HANDOFF_RECORD_REMAKE_H

#include "record/record.h"

/* A stored decision; what it points to lives during the call. */
struct ho_kept {
    int64_t decision;
    const char *name; /* of the lead */
    struct handoff_slice brief, body, crm;
    const char *route, *rule, *stage, *owner, *next_action, *due, *needs;
    int64_t score;
};

struct ho_remake {
    struct handoff_record *record;
    const struct handoff_policy *policy; /* NULL: each run's own */
    /* entry NULL: it could not be made again, and why says what is wrong. */
    enum handoff_status (*each)(void *user, const struct ho_kept *kept,
                                const struct handoff_policy *policy,
                                const struct handoff_entry *entry,
                                const char *why, struct handoff_error *err);
    void *user;
};

/* In the order in which the run decided.  RECORD: there is no such run. */
enum handoff_status ho_remake_run(const struct ho_remake *remake, int64_t run,
                                  struct handoff_error *err);

#endif
