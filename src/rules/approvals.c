/* approvals.c - whether what was said of policies stands for this one. */
#include <handoff/analysis.h>

#include <stdio.h>
#include <string.h>

#include "rules/model.h"

void handoff_approval_add(const struct handoff_policy *policy,
                          const struct handoff_approval_said *said,
                          struct handoff_approved *out)
{
    const bool same = strcmp(said->sha256, policy->sha256) == 0;

    if (strcmp(said->policy, policy->name) != 0)
        return;
    if (same && said->rejected)
        *out = (struct handoff_approved){ .state = HANDOFF_NOT_APPROVED };
    if (said->rejected)
        return;
    if (same)
        out->state = HANDOFF_APPROVED;
    else if (strcmp(said->version, policy->version) != 0 ||
             out->state == HANDOFF_APPROVED)
        return;
    else
        out->state = HANDOFF_APPROVED_OTHER;
    snprintf(out->by, sizeof out->by, "%s", said->by);
    snprintf(out->time, sizeof out->time, "%s", said->time);
    snprintf(out->sha256, sizeof out->sha256, "%s", said->sha256);
}
