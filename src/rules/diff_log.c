/* diff_log.c - see rules/diff_log.h */
#include "rules/diff_log.h"

#include <stdlib.h>

#include "rules/outcome.h"

bool ho_diff_downgrade(enum handoff_route from, enum handoff_route to)
{
    if (from == HANDOFF_ROUTE_PURSUE)
        return to == HANDOFF_ROUTE_NURTURE || to == HANDOFF_ROUTE_SKIP;
    return from != HANDOFF_ROUTE_SKIP && to == HANDOFF_ROUTE_SKIP;
}

void ho_diff_write_outcome(struct ho_writer *w, const char *key,
                           const char *rule, const struct handoff_outcome *out)
{
    ho_write_object(w, key);
    ho_write_text(w, "rule", rule);
    ho_write_text(w, "route", handoff_route_name(out->route));
    ho_write_text(w, "owner", out->owner[0] ? out->owner : NULL);
    ho_write_text(w, "reason", out->reason);
    ho_write_integer(w, "confidence", out->confidence);
    ho_write_text(w, "review", ho_review_said(out));
    ho_write_end_object(w);
}

/* --- counting --- */

static bool same_decision(const struct handoff_decision *a,
                          const struct handoff_decision *b)
{
    return a->undecided == b->undecided &&
           a->outcome.route == b->outcome.route &&
           a->outcome.sla == b->outcome.sla &&
           a->outcome.confidence == b->outcome.confidence &&
           a->outcome.review == b->outcome.review &&
           strcmp(a->outcome.owner, b->outcome.owner) == 0 &&
           strcmp(a->outcome.reason, b->outcome.reason) == 0 &&
           strcmp(a->exception, b->exception) == 0;
}

static bool same_asks(const struct ho_replayed *line)
{
    const struct handoff_decision *a = line->decision[0];
    const struct handoff_decision *b = line->decision[1];

    if (a->ask_count != b->ask_count)
        return false;
    for (size_t i = 0; i < a->ask_count; i++)
        if (strcmp(line->brief[0].fields->item[a->ask[i]].name,
                   line->brief[1].fields->item[b->ask[i]].name) != 0)
            return false;
    return true;
}

/* Rule ids lie in the policies, which outlive this. */
static struct ho_diff_group *group_of(struct ho_diff_log *log,
                                      const struct ho_replayed *line)
{
    struct ho_diff_group *group;

    for (size_t i = 0; i < log->group_count; i++) {
        group = &log->group[i];
        if (strcmp(group->rule[0], line->decision[0]->rule) == 0 &&
            strcmp(group->rule[1], line->decision[1]->rule) == 0)
            return group;
    }
    group = ho_arena_push(log->replay.arena, &log->group, &log->group_count,
                          sizeof *group);
    for (int i = 0; group && i < 2; i++) {
        group->rule[i] = line->decision[i]->rule;
        group->outcome[i] = line->decision[i]->outcome;
    }
    return group;
}

static enum handoff_status count_line(struct ho_diff_log *log,
                                      const struct ho_replayed *line,
                                      struct handoff_error *err)
{
    const struct handoff_decision *a = line->decision[0];
    const struct handoff_decision *b = line->decision[1];
    struct ho_diff_group *group;

    log->asks_changed += !same_asks(line);
    if (same_decision(a, b))
        return HANDOFF_OK;
    log->changed++;
    log->route_changed += a->outcome.route != b->outcome.route;
    group = group_of(log, line);
    if (!group)
        return ho_arena_status(log->replay.arena, "the replay", err);
    if (group->count < HO_DIFF_SAMPLES)
        group->lead[group->count] =
            ho_arena_text(log->replay.arena, line->lead);
    group->count++;
    return HANDOFF_OK;
}

static int most_first(const void *a, const void *b)
{
    const struct ho_diff_group *x = a, *y = b;
    int order = 0;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    for (int i = 0; i < 2 && order == 0; i++)
        order = strcmp(x->rule[i], y->rule[i]);
    return order;
}

enum handoff_status ho_diff_replay(const struct handoff_policy *old_policy,
                                   const struct handoff_policy *new_policy,
                                   struct handoff_lines *log,
                                   struct ho_arena *arena,
                                   struct ho_diff_log *out,
                                   struct handoff_error *err)
{
    struct ho_replayed line;
    bool got = true;
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_diff_log){ .given = log != NULL };
    if (!out->given)
        return HANDOFF_OK;
    status =
        ho_replay_init(&out->replay, old_policy, new_policy, log, arena, err);
    while (status == HANDOFF_OK && got) {
        status = ho_replay_next(&out->replay, &line, &got, err);
        if (status != HANDOFF_OK || !got)
            break;
        status = count_line(out, &line, err);
    }
    ho_replay_release(&out->replay);
    if (status == HANDOFF_OK && out->group_count > 1)
        qsort(out->group, out->group_count, sizeof *out->group, most_first);
    return status;
}

/* --- the document --- */

static void write_group(struct ho_writer *w, const struct ho_diff_group *group)
{
    ho_write_object(w, NULL);
    ho_write_integer(w, "number", (int64_t)group->count);
    ho_diff_write_outcome(w, "from", group->rule[0], &group->outcome[0]);
    ho_diff_write_outcome(w, "to", group->rule[1], &group->outcome[1]);
    ho_write_bool(
        w, "downgrade",
        ho_diff_downgrade(group->outcome[0].route, group->outcome[1].route));
    ho_write_array(w, "samples");
    for (size_t i = 0; i < group->count && i < HO_DIFF_SAMPLES; i++)
        ho_write_text(w, NULL, group->lead[i]);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_gaps(struct ho_writer *w, const struct ho_replay *replay)
{
    size_t count = 0;

    ho_write_array(w, "not_replayed");
    for (size_t i = 0; i < replay->gap_count; i++) {
        ho_write_object(w, NULL);
        ho_write_integer(w, "number", (int64_t)replay->gap[i].count);
        ho_write_integer(w, "line", (int64_t)replay->gap[i].line);
        ho_write_text(w, "because", replay->gap[i].reason);
        ho_write_end_object(w);
        count += replay->gap[i].count;
    }
    ho_write_end_array(w);
    ho_write_integer(w, "gaps", (int64_t)count);
}

void ho_diff_write_log(struct ho_writer *w, const struct ho_diff_log *log)
{
    if (!log->given) {
        ho_write_null(w, "log");
        return;
    }
    ho_write_object(w, "log");
    ho_write_integer(w, "replayed", (int64_t)log->replay.read);
    ho_write_integer(w, "changed", (int64_t)log->changed);
    ho_write_integer(w, "route_changed", (int64_t)log->route_changed);
    ho_write_integer(w, "asks_changed", (int64_t)log->asks_changed);
    ho_write_array(w, "groups");
    for (size_t i = 0; i < log->group_count; i++)
        write_group(w, &log->group[i]);
    ho_write_end_array(w);
    write_gaps(w, &log->replay);
    ho_write_end_object(w);
}
