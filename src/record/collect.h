/* collect.h - all that leaves with one export, in memory. */
#ifndef HANDOFF_RECORD_COLLECT_H
#define HANDOFF_RECORD_COLLECT_H

#include "record/layout.h"

struct ho_span {
    size_t start, end; /* in the file's rows */
};

struct ho_leaving {
    int64_t lead, decision, review;
    const char *name, *email; /* e-mail in lower case */
    enum ho_withheld why;
    const char *free_by; /* as of the update */
    bool no_owner;
    struct ho_span span[HO_FILES]; /* empty: nothing of it */
};

struct ho_collected {
    struct ho_arena *arena;
    struct ho_leaving *item; /* in the order of the leads */
    size_t count, room;
    struct ho_buffer rows[HO_FILES]; /* before persons stand once */
    struct ho_buffer file[HO_FILES]; /* what leaves, with header */
    size_t lines[HO_FILES];
    size_t withheld;
    struct ho_buffer policies; /* JSON objects, each after a newline */
};

/* Inside a transaction.  Release it also after a failure. */
enum handoff_status ho_collect(struct handoff_record *record,
                               const struct handoff_crm_settings *settings,
                               enum handoff_crm_target target,
                               struct ho_collected *out,
                               struct handoff_error *err);
void ho_collected_release(struct ho_collected *c);

#endif
