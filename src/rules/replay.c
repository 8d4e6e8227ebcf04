/* replay.c - see rules/replay.h */
#include "rules/replay.h"

#include <handoff/clock.h>
#include <stdio.h>

#include "base/json.h"
#include "base/utf8.h"
#include "brief/brief_json.h"

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

void ho_replay_init(struct ho_replay *replay,
                    const struct handoff_policy *first,
                    const struct handoff_policy *second,
                    struct handoff_slice log, struct ho_arena *arena)
{
    *replay = (struct ho_replay){ .policy = { first, second },
                                  .rest = log,
                                  .arena = arena };
    replay->same_fields = second && same_fields(handoff_policy_fields(first),
                                                handoff_policy_fields(second));
}

void ho_replay_release(struct ho_replayed *replayed)
{
    for (int i = 0; i < 2; i++) {
        handoff_decision_free(replayed->decision[i]);
        if (replayed->brief[i] != &replayed->shared)
            handoff_brief_free(replayed->brief[i]);
    }
    *replayed = (struct ho_replayed){ 0 };
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
            .reason = ho_arena_text(replay->arena, reason), .line = replay->line
        };
    }
    replay->gap[i].count++;
}

/* --- lines --- */

static void keep_lead(const cJSON *root, struct ho_replayed *out)
{
    const char *id = ho_json_text(root, "lead");
    struct handoff_slice cut;

    if (!id)
        id = ho_json_text(ho_json_get(root, "brief"), "lead");
    cut = ho_utf8_cut(ho_slice(id ? id : "?"), sizeof out->lead - 1);
    snprintf(out->lead, sizeof out->lead, "%.*s", (int)cut.len, cut.ptr);
}

/* The time and the policy that the log's decision names. */
static const char *check_decision(const struct ho_replay *replay,
                                  const cJSON *root, int64_t *as_of)
{
    const cJSON *decision = ho_json_get(root, "decision");
    const char *time = ho_json_text(decision, "as_of");
    const char *name = ho_json_text(ho_json_get(decision, "policy"), "name");

    if (!decision)
        return "the line has no decision, so no time to decide it at";
    if (!time || !handoff_time_parse(ho_slice(time), as_of))
        return "its decision does not say as of when";
    if (!name || strcmp(name, handoff_policy_name(replay->policy[0])) != 0)
        return "it was decided with another policy";
    return NULL;
}

static enum handoff_status read_briefs(const struct ho_replay *replay,
                                       const cJSON *root,
                                       struct ho_replayed *out,
                                       struct handoff_error *err)
{
    enum handoff_status status = ho_brief_read(
        handoff_policy_fields(replay->policy[0]), root, &out->brief[0], err);

    if (status != HANDOFF_OK || !replay->policy[1])
        return status;
    if (!replay->same_fields)
        return ho_brief_read(handoff_policy_fields(replay->policy[1]), root,
                             &out->brief[1], err);
    out->shared = *out->brief[0];
    out->shared.fields = handoff_policy_fields(replay->policy[1]);
    out->brief[1] = &out->shared;
    return HANDOFF_OK;
}

static enum handoff_status decide(const struct ho_replay *replay, int64_t as_of,
                                  struct ho_replayed *out,
                                  struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (int i = 0; i < 2 && status == HANDOFF_OK; i++)
        if (replay->policy[i])
            status = handoff_policy_decide(replay->policy[i], out->brief[i],
                                           as_of, &out->decision[i], err);
    return status;
}

/* NO_MEMORY ends the replay; what else is wrong is wrong with the line. */
static enum handoff_status replay_line(struct ho_replay *replay,
                                       const cJSON *root,
                                       struct ho_replayed *out, bool *got,
                                       struct handoff_error *err)
{
    struct handoff_error line = HANDOFF_ERROR_INIT;
    int64_t as_of = 0;
    const char *gap = check_decision(replay, root, &as_of);
    enum handoff_status status;

    if (gap) {
        refuse(replay, gap);
        return HANDOFF_OK;
    }
    keep_lead(root, out);
    status = read_briefs(replay, root, out, &line);
    if (status == HANDOFF_OK)
        status = decide(replay, as_of, out, &line);
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    *got = status == HANDOFF_OK;
    if (!*got)
        refuse(replay, line.message);
    return HANDOFF_OK;
}

enum handoff_status ho_replay_next(struct ho_replay *replay,
                                   struct ho_replayed *out, bool *got,
                                   struct handoff_error *err)
{
    struct handoff_slice text;
    enum handoff_status status = HANDOFF_OK;

    *got = false;
    *out = (struct ho_replayed){ 0 };
    while (status == HANDOFF_OK && !*got &&
           ho_next_line(&replay->rest, &text)) {
        cJSON *root = NULL;

        replay->line++;
        if (ho_trim(text).len == 0)
            continue;
        status = ho_json_parse(text, &root, NULL);
        if (status == HANDOFF_OK)
            status = replay_line(replay, root, out, got, err);
        else if (status == HANDOFF_NO_MEMORY)
            return ho_no_memory(err);
        else {
            refuse(replay, "the line is not JSON");
            status = HANDOFF_OK;
        }
        cJSON_Delete(root);
        if (!*got)
            ho_replay_release(out);
    }
    replay->read += *got;
    return status;
}
