/* update.h - what one lead's record says to a CRM. */
#ifndef HANDOFF_RECORD_UPDATE_H
#define HANDOFF_RECORD_UPDATE_H

#include <handoff/workspace.h>

#include "record/record.h"

/* Why nothing of a lead leaves; the words stand in the manifest. */
#define HO_WITHHELD_MAP(X)                                                \
    X(NOTHING, "")                                                        \
    X(NOT_APPROVED, "not_approved") /* it waits for a person */           \
    X(REJECTED, "rejected")                                               \
    X(POLICY, "policy_not_approved") /* and it alone lets it leave */     \
    X(SUPPRESSED, "suppressed")      /* the list, or a withheld reason */ \
    X(STOPPED, "stopped_by_reply")   /* since it stood on a map */        \
    X(NO_EMAIL, "no_email")                                               \
    X(UNSAFE_EMAIL, "unsafe_email") /* reads as a formula */              \
    X(OTHER_LEAD, "newer_lead_of_this_person")

enum ho_withheld {
#define X(name, word) HO_WITHHELD_##name,
    HO_WITHHELD_MAP(X)
#undef X
};

const char *ho_withheld_word(enum ho_withheld why);

/* All text lies in the arena; "" where there is none. */
struct ho_update {
    int64_t lead, decision, review;
    const char *name; /* of the lead: "L-0007" */
    const char *email, *first, *last, *company, *phone;
    const char *record_id; /* the CRM's own number */
    const char *route, *reason, *status, *owner;
    const char *last_action, *last_date, *next_action, *due;
    const char *note, *risk;
    const char *policy; /* JSON: name, version, hashes */
    const char *policy_name, *policy_version, *policy_sha256;
    enum ho_withheld why;
    const char *free_by; /* the rule that lets a pursuit leave without
                          * approval; NULL: none does */
    bool no_owner;       /* nobody in the roster: no task */
};

/* The columns of ho_update_query's rows. */
void ho_update_query(struct handoff_record *record, struct ho_query *q);
enum handoff_status ho_update_read(const struct ho_query *q,
                                   const struct handoff_crm_settings *settings,
                                   enum handoff_crm_target target,
                                   struct ho_arena *arena,
                                   struct ho_update *out,
                                   struct handoff_error *err);

enum ho_line_kind { HO_LINE_TASK, HO_LINE_NOTE };

/* Was this task or note given out before?  A task whose dates alone have
 * moved is the same task. */
enum handoff_status ho_update_is_out(struct handoff_record *record,
                                     const struct ho_update *update,
                                     enum handoff_crm_target target,
                                     enum ho_line_kind kind, bool *out,
                                     struct handoff_error *err);

#endif
