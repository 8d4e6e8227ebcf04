/* hours.h - when something may be sent. */
#ifndef HANDOFF_PLAYBOOK_HOURS_H
#define HANDOFF_PLAYBOOK_HOURS_H

#include <handoff/policy.h>

/* The first moment at or after `time` at which the owner's desk is open; where
 * the policy has no business hours, Monday to Friday from nine to five. */
int64_t ho_desk_open(const struct handoff_policy *policy, const char *owner,
                     int64_t time);

#endif
