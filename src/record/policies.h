/* policies.h - the policies that decided, the files that they named, and what
 * people said of them. */
#ifndef HANDOFF_RECORD_POLICIES_H
#define HANDOFF_RECORD_POLICIES_H

#include "record/record.h"

/* Keep what a text in the record means, and the files that it names; *id is
 * the same as before where none of these has changed.  Inside a transaction. */
enum handoff_status ho_policy_keep(struct handoff_record *record,
                                   const struct handoff_policy *policy,
                                   int64_t text, int64_t *id,
                                   struct handoff_error *err);

/* A text as it was kept last before that event, with its files of that time;
 * *id is 0 where the record is of a handoff that did not keep them: then they
 * are read beside the record. */
enum handoff_status ho_policy_restore(struct handoff_record *record,
                                      int64_t text, int64_t before, int64_t *id,
                                      struct handoff_policy **out,
                                      struct handoff_error *err);

/* Put a verdict down, with its event.  Inside a transaction.  USAGE: this
 * version was approved with another content. */
enum handoff_status ho_policy_say(struct handoff_record *record,
                                  const struct handoff_policy *policy,
                                  int64_t id, bool approved, const char *note,
                                  struct handoff_error *err);

/* Does a person stand behind the policy of that name and meaning?  RECORD: what
 * was said of it was tampered with. */
enum handoff_status ho_policy_stands(struct handoff_record *record,
                                     const char *name, const char *version,
                                     const char *sha256, bool *yes,
                                     struct handoff_error *err);

/* Texts that decided and that nobody said anything of, as a condition on
 * run r. */
#define HO_POLICY_UNSAID                                                       \
    "r.policy NOT IN (SELECT policy FROM review WHERE policy IS NOT NULL)"     \
    " AND NOT EXISTS (SELECT 1 FROM policy p JOIN policy s ON s.name = p.name" \
    " AND s.sha256 = p.sha256 JOIN approval a ON a.policy = s.id"              \
    " WHERE p.text = r.policy)"

#endif
