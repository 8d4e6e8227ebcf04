/* replay.c - see rules/replay.h */
#include "rules/replay.h"

#include <handoff/clock.h>
#include <stdio.h>

#include "base/utf8.h"

enum { LINE_BYTES = 64 * 1024 * 1024 };

enum beside { LEAD, BRIEF_LEAD, AS_OF, POLICY };

static const struct ho_beside wanted[HO_REPLAY_BESIDE] = {
    [LEAD] = { .path = { "lead" } },
    [BRIEF_LEAD] = { .path = { "brief", "lead" } },
    [AS_OF] = { .path = { "decision", "as_of" } },
    [POLICY] = { .path = { "decision", "policy", "name" } }
};

static bool same_values(const struct handoff_field *a,
                        const struct handoff_field *b)
{
    if (a->value_count != b->value_count)
        return false;
    for (size_t i = 0; i < a->value_count; i++)
        if (strcmp(a->value[i].name, b->value[i].name) != 0)
            return false;
    return true;
}

/* Names, types and values at the same places: then claims mean the same. */
static bool same_fields(const struct handoff_fields *a,
                        const struct handoff_fields *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->item[i].name, b->item[i].name) != 0 ||
            a->item[i].type != b->item[i].type ||
            !same_values(&a->item[i], &b->item[i]))
            return false;
    return true;
}

enum handoff_status ho_replay_init(struct ho_replay *replay,
                                   const struct handoff_policy *first,
                                   const struct handoff_policy *second,
                                   struct handoff_lines *log,
                                   struct ho_arena *arena,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *replay = (struct ho_replay){ .policy = { first, second },
                                  .lines = log,
                                  .arena = arena,
                                  .work = ho_arena_new(LINE_BYTES) };
    if (!replay->work)
        return ho_no_memory(err);
    memcpy(replay->beside, wanted, sizeof wanted);
    replay->same_fields = second && same_fields(handoff_policy_fields(first),
                                                handoff_policy_fields(second));
    for (int i = 0; i < 2 && status == HANDOFF_OK; i++)
        if (replay->policy[i])
            status = handoff_decider_new(replay->policy[i], &replay->decider[i],
                                         err);
    if (status != HANDOFF_OK)
        ho_replay_release(replay);
    return status;
}

void ho_replay_release(struct ho_replay *replay)
{
    for (int i = 0; i < 2; i++) {
        handoff_decider_free(replay->decider[i]);
        replay->decider[i] = NULL;
    }
    ho_arena_free(replay->work);
    replay->work = NULL;
}

/* --- gaps --- */

/* Reasons beyond the room for them join the last. */
static void refuse(struct ho_replay *replay, const char *reason)
{
    size_t i = 0;

    while (i < replay->gap_count && strcmp(replay->gap[i].reason, reason) != 0)
        i++;
    if (i == HO_REPLAY_REASONS)
        i--;
    else if (i == HO_REPLAY_REASONS - 1)
        reason = "other reasons";
    if (i == replay->gap_count) {
        replay->gap_count++;
        replay->gap[i] = (struct ho_replay_gap){
            .reason = ho_arena_text(replay->arena, reason),
            .line = handoff_lines_number(replay->lines)
        };
    }
    replay->gap[i].count++;
}

/* --- lines --- */

static void keep_lead(const struct ho_replay *replay, struct ho_replayed *out)
{
    const char *id = replay->beside[LEAD].text
                         ? replay->beside[LEAD].text
                         : replay->beside[BRIEF_LEAD].text;
    const struct handoff_slice cut =
        ho_utf8_cut(ho_slice(id ? id : "?"), sizeof out->lead - 1);

    snprintf(out->lead, sizeof out->lead, "%.*s", (int)cut.len, cut.ptr);
}

/* The time and the policy that the log's decision names. */
static const char *check_decision(const struct ho_replay *replay,
                                  int64_t *as_of)
{
    const char *time = replay->beside[AS_OF].text;
    const char *name = replay->beside[POLICY].text;

    if (!time && !name)
        return "the line has no decision, so no time to decide it at";
    if (!time || !handoff_time_parse(ho_slice(time), as_of))
        return "its decision does not say as of when";
    if (!name || strcmp(name, handoff_policy_name(replay->policy[0])) != 0)
        return "it was decided with another policy";
    return NULL;
}

static enum handoff_status skim(struct ho_replay *replay, int which,
                                struct handoff_slice text,
                                struct ho_replayed *out, bool *is_json,
                                struct handoff_error *err)
{
    const struct handoff_fields *fields =
        handoff_policy_fields(replay->policy[which]);
    struct handoff_brief *brief = NULL;
    enum handoff_status status;

    if (which == 1 && replay->same_fields) {
        out->brief[1] = out->brief[0];
        out->brief[1].fields = fields;
        return HANDOFF_OK;
    }
    status = ho_brief_skim_line(fields, text, replay->work, replay->beside,
                                which == 0 ? HO_REPLAY_BESIDE : 0, is_json,
                                &brief, err);
    if (status == HANDOFF_OK)
        out->brief[which] = *brief;
    return status;
}

static enum handoff_status decide(struct ho_replay *replay, int which,
                                  int64_t as_of, struct ho_replayed *out,
                                  struct handoff_error *err)
{
    struct handoff_facts *facts = NULL;
    enum handoff_status status = handoff_policy_intern(
        replay->policy[which], &out->brief[which], as_of, &facts, err);

    if (status == HANDOFF_OK)
        status =
            handoff_decider_decide(replay->decider[which], facts,
                                   HANDOFF_REASONS, &out->decision[which], err);
    handoff_facts_free(facts);
    return status;
}

/* Why the line cannot be replayed, "" where it was.  NO_MEMORY ends the
 * replay; what else is wrong is wrong with the line. */
static enum handoff_status replay_line(struct ho_replay *replay,
                                       struct handoff_slice text,
                                       struct ho_replayed *out,
                                       struct handoff_error *why)
{
    bool is_json = true;
    int64_t as_of = 0;
    const char *gap;
    enum handoff_status status = skim(replay, 0, text, out, &is_json, why);

    if (status == HANDOFF_NO_MEMORY)
        return status;
    gap = is_json ? check_decision(replay, &as_of) : "the line is not JSON";
    if (gap) {
        *why = (struct handoff_error)HANDOFF_ERROR_INIT;
        return ho_fail(why, HANDOFF_BAD_JSON, "%s", gap);
    }
    keep_lead(replay, out);
    for (int i = 0; i < 2 && status == HANDOFF_OK && replay->policy[i]; i++) {
        if (i == 1)
            status = skim(replay, i, text, out, &is_json, why);
        if (status == HANDOFF_OK)
            status = decide(replay, i, as_of, out, why);
    }
    return status;
}

enum handoff_status ho_replay_next(struct ho_replay *replay,
                                   struct ho_replayed *out, bool *got,
                                   struct handoff_error *err)
{
    struct handoff_slice text;
    bool more = true;
    enum handoff_status status = HANDOFF_OK;

    *got = false;
    while (!*got && more) {
        struct handoff_error why = HANDOFF_ERROR_INIT;

        status = handoff_lines_next(replay->lines, &text, &more, err);
        if (status != HANDOFF_OK)
            return status;
        if (!more || ho_trim(text).len == 0)
            continue;
        ho_arena_clear(replay->work);
        status = replay_line(replay, ho_trim(text), out, &why);
        if (status == HANDOFF_NO_MEMORY)
            return ho_no_memory(err);
        *got = status == HANDOFF_OK;
        if (!*got)
            refuse(replay, why.message);
    }
    replay->read += *got;
    return HANDOFF_OK;
}
