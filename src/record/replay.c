/* replay.c - a run's leads under another policy; see handoff_record_replay. */
#include "base/json.h"
#include "record/listing.h"
#include "record/remake.h"

static const struct ho_listing_column columns[] = {
    { "lead", "Lead", false },
    { "was_route", "Route was", false },
    { "was_rule", "by", false },
    { "now_route", "would be", false },
    { "now_rule", "by", false },
    { "was_owner", "Owner was", false },
    { "now_owner", "would be", false },
    { "was_needs", "Needed a person for", false },
    { "now_needs", "would need one for", false }
};

enum { COLUMNS = sizeof columns / sizeof *columns, LEAD_BYTES = 64 << 20 };

static void compare(struct ho_listing *list, const struct ho_kept *kept,
                    const struct ho_outcome *o)
{
    const char *const value[COLUMNS] = { kept->name, kept->route, kept->rule,
                                         o->route,   o->rule,     kept->owner,
                                         o->owner,   kept->needs, o->needs };

    if (strcmp(kept->route, o->route) != 0 ||
        strcmp(kept->rule, o->rule) != 0 ||
        strcmp(kept->owner, o->owner) != 0 ||
        strcmp(kept->needs, o->needs) != 0)
        ho_listing_row(list, value);
}

static enum handoff_status decide_again(void *user, const struct ho_kept *kept,
                                        const struct handoff_policy *policy,
                                        const struct handoff_entry *entry,
                                        const char *why,
                                        struct handoff_error *err)
{
    struct ho_outcome o = { 0 };
    struct ho_arena *arena;
    enum handoff_status status;

    if (!entry)
        return ho_fail(err, HANDOFF_RECORD,
                       "%s cannot be decided again: %s; run handoff verify",
                       kept->name, why);
    arena = ho_arena_new(LEAD_BYTES);
    status = arena ? ho_outcome_make(policy, entry, arena, &o, err)
                   : ho_no_memory(err);
    if (status == HANDOFF_OK)
        compare(user, kept, &o);
    ho_arena_free(arena);
    return status;
}

enum handoff_status handoff_record_replay(struct handoff_record *record,
                                          int64_t run,
                                          const struct handoff_policy *policy,
                                          enum handoff_format format,
                                          char **text, size_t *len,
                                          struct handoff_error *err)
{
    struct ho_listing list;
    const struct ho_remake remake = { record, policy, decide_again, &list };
    enum handoff_status status =
        ho_listing_init(&list, format, columns, COLUMNS, err);

    if (status != HANDOFF_OK)
        return status;
    status = ho_remake_run(&remake, run, err);
    if (status == HANDOFF_OK)
        status = ho_listing_take(
            &list,
            "Nothing would change: every lead keeps route, rule, owner "
            "and what it needs a person for.",
            text, len, err);
    ho_listing_release(&list);
    return status;
}
