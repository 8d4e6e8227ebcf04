/* sections.c - whether this stage can read what a policy says to it; see
 * <handoff/playbook.h> */
#include <handoff/followup.h>
#include <handoff/outreach.h>

#include "playbook/playbook.h"
#include "rules/policy.h"

enum { SECTION_BYTES = 1 << 20 };

static enum handoff_status check_map(const struct handoff_policy *policy,
                                     struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(SECTION_BYTES);
    struct ho_playbook book = { 0 };
    enum handoff_status status =
        arena ? ho_playbook_read(arena, policy, &book, err) : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the policy", err);
    ho_arena_free(arena);
    return status;
}

enum handoff_status handoff_playbook_check(const struct handoff_policy *policy,
                                           struct handoff_error *err)
{
    struct handoff_outreach *outreach = NULL;
    struct handoff_followup *followup = NULL;
    enum handoff_status status = check_map(policy, err);

    if (status == HANDOFF_OK && ho_policy_section(policy, "outreach"))
        status = handoff_outreach_new(policy, &outreach, err);
    if (status == HANDOFF_OK && ho_policy_section(policy, "followup"))
        status = handoff_followup_new(policy, &followup, err);
    handoff_followup_free(followup);
    handoff_outreach_free(outreach);
    return status;
}
