/* policy.h - the policy that comes with the program, and its fields. */
#ifndef TEST_FUZZ_POLICY_H
#define TEST_FUZZ_POLICY_H

#include <handoff/policy.h>

#include "base/builtin.h"
#include "fuzz/fuzz.h"

static inline struct handoff_policy *fuzz_policy(void)
{
    static struct handoff_policy *policy; /* one for the process */

    if (!policy)
        FUZZ_ASSERT(handoff_policy_parse(
                        "policy",
                        ho_builtin_text("policies/inbound.policy.yaml"),
                        &policy, NULL) == HANDOFF_OK);
    return policy;
}

static inline const struct handoff_fields *fuzz_fields(void)
{
    return handoff_policy_fields(fuzz_policy());
}

#endif
