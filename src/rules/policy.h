/* policy.h - what later stages read out of a policy besides its rules. */
#ifndef HANDOFF_RULES_POLICY_H
#define HANDOFF_RULES_POLICY_H

#include <handoff/policy.h>

#include "base/yaml.h"

/* The file that its places are lines of, for messages. */
const char *ho_policy_source(const struct handoff_policy *policy);

/* A section that a later stage reads (qualification, open_risks, nurture,
 * priority), or any other top-level key; NULL where the file has none.  The
 * tree lives as long as the policy. */
const struct ho_yaml *ho_policy_section(const struct handoff_policy *policy,
                                        const char *key);

/* The name by which people call an owner, NULL where `owners:` has no such
 * id. */
const char *ho_policy_owner_name(const struct handoff_policy *policy,
                                 const char *id);

/* "30m", "8h", "1d", "2w" as seconds: a whole number above zero, at most ten
 * years.  false: not a duration. */
bool ho_read_duration(struct handoff_slice text, int64_t *seconds);

#endif
