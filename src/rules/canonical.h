/* canonical.h - the identity of a policy. */
#ifndef HANDOFF_RULES_CANONICAL_H
#define HANDOFF_RULES_CANONICAL_H

#include "rules/model.h"

/* Set policy->sha256: SHA-256 of the file's tree as JSON on one line, keys
 * sorted by byte, every scalar a string.  Where the order of a mapping means
 * something (fields, and the values of an enum) it is kept: an array of
 * [key, value].  Comments, quotes and layout are not in it. */
enum handoff_status ho_policy_hash(struct handoff_policy *policy,
                                   struct handoff_error *err);

#endif
