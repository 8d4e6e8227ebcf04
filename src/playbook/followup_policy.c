/* followup_policy.c - reading `followup:`; see playbook/followup.h */
#include "fields/fields.h"
#include "playbook/followup.h"
#include "rules/policy.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { RULES = 100 };

static const char *const signals[] = {
#define X(name, word, objection) word,
    HANDOFF_SIGNAL_MAP(X)
#undef X
};

static const char *const steps[] = {
#define X(name, word) word,
    HANDOFF_STEP_MAP(X)
#undef X
};

const char *handoff_step_name(enum handoff_step step)
{
    return steps[step];
}

const char *ho_signal_name(enum handoff_signal signal)
{
    return signals[signal];
}

static int find(const char *const *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], word) == 0)
            return (int)i;
    return -1;
}

int ho_signal_find(const char *word)
{
    return find(signals, COUNT(signals), word);
}

static enum handoff_status no_word(const struct ho_yaml *node, const char *what,
                                   const char *const *list, size_t count,
                                   struct handoff_error *err)
{
    const char *near = ho_did_you_mean(ho_slice(node->text), list, count);

    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                        "there is no %s \"%.80s\"%s%s%s", what, node->text,
                        near ? "; did you mean \"" : "", near ? near : "",
                        near ? "\"?" : "");
}

/* --- signals ---------------------------------------------------------------
 */

static enum handoff_status read_signals(struct handoff_followup *f,
                                        const struct ho_yaml *map,
                                        struct handoff_error *err)
{
    enum handoff_status status =
        map ? ho_yaml_only(map, "signals", signals, COUNT(signals),
                           HANDOFF_BAD_POLICY, err)
            : HANDOFF_OK;

    for (size_t i = 0; i < COUNT(signals) && status == HANDOFF_OK; i++) {
        const struct ho_yaml *list = ho_yaml_get(map, signals[i]);

        if (list && i == HANDOFF_SIGNAL_OPT_OUT)
            return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                                "opt_out takes no phrases here: code decides "
                                "it; add yours to the field of opt-outs");
        status = ho_words_read(f->arena, list, signals[i], &f->words[i], err);
    }
    return status;
}

/* --- rules -----------------------------------------------------------------
 */

static enum handoff_status read_when(struct handoff_followup *f,
                                     const struct ho_yaml *list,
                                     struct ho_follow_rule *rule,
                                     struct handoff_error *err)
{
    for (const struct ho_yaml *c = list->child; c; c = c->next) {
        const int signal = ho_signal_find(c->text);
        int *slot;

        if (signal < 0)
            return no_word(c, "signal", signals, COUNT(signals), err);
        slot = ho_arena_push(f->arena, &rule->when, &rule->when_count,
                             sizeof *slot);
        if (!slot)
            return ho_arena_status(f->arena, "the followup section", err);
        *slot = signal;
    }
    return rule->when_count > 0
               ? HANDOFF_OK
               : ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                              "when is a list of signals, such as [price]");
}

static const char *text_of(const struct ho_yaml *map, const char *key)
{
    const char *text = ho_yaml_text(map, key);

    return text ? text : "";
}

static enum handoff_status read_times(const struct ho_yaml *then,
                                      struct ho_follow_rule *rule,
                                      struct handoff_error *err)
{
    const struct ho_yaml *after = ho_yaml_get(then, "after");
    const struct ho_yaml *until = ho_yaml_get(then, "until_return");

    if (after && !ho_read_duration(ho_slice(after->text), &rule->after))
        return ho_yaml_fail(after, HANDOFF_BAD_POLICY, err,
                            "after is a time such as 4d");
    if (until && strcmp(until->text, "yes") != 0 &&
        strcmp(until->text, "no") != 0)
        return ho_yaml_fail(until, HANDOFF_BAD_POLICY, err,
                            "until_return is yes or no");
    rule->until_return = until && strcmp(until->text, "yes") == 0;
    if (rule->step != HANDOFF_STEP_STOP && rule->after == 0)
        return ho_yaml_fail(then, HANDOFF_BAD_POLICY, err,
                            "%s needs after: the time to the next touch",
                            steps[rule->step]);
    return HANDOFF_OK;
}

static enum handoff_status read_then(const struct ho_yaml *node,
                                     struct ho_follow_rule *rule,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "do",     "reason", "after",
                                        "action", "path",   "until_return" };
    const struct ho_yaml *then = ho_yaml_get(node, "then");
    const struct ho_yaml *step = ho_yaml_get(then, "do");
    int found;
    enum handoff_status status;

    if (!step || !*text_of(then, "reason") || !*text_of(then, "action"))
        return ho_yaml_fail(then ? then : node, HANDOFF_BAD_POLICY, err,
                            "then is {do: continue, pause, stop or book, "
                            "reason: CODE, action: what to do}");
    found = find(steps, COUNT(steps), step->text);
    if (found < 0)
        return no_word(step, "step", steps, COUNT(steps), err);
    rule->step = (enum handoff_step)found;
    rule->reason = text_of(then, "reason");
    rule->action = text_of(then, "action");
    rule->path = text_of(then, "path");
    status =
        ho_yaml_only(then, "then", keys, COUNT(keys), HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && rule->step == HANDOFF_STEP_BOOK && !*rule->path)
        return ho_yaml_fail(then, HANDOFF_BAD_POLICY, err,
                            "book needs path: how the meeting comes about");
    return status == HANDOFF_OK ? read_times(then, rule, err) : status;
}

static enum handoff_status read_rule(struct handoff_followup *f,
                                     const struct ho_yaml *node, bool last,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "id", "then", "why", "when" };
    const struct ho_yaml *when = ho_yaml_get(node, "when");
    struct ho_follow_rule *rule =
        ho_arena_push(f->arena, &f->rule, &f->rule_count, sizeof *rule);
    enum handoff_status status =
        ho_yaml_only(node, "a rule of followup", keys, COUNT(keys) - last,
                     HANDOFF_BAD_POLICY, err);

    if (!rule)
        return ho_arena_status(f->arena, "the followup section", err);
    if (status != HANDOFF_OK)
        return status;
    rule->id = text_of(node, "id");
    if (!*rule->id || (!last && !when))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "a rule of followup has id, when and then");
    if (when)
        status = read_when(f, when, rule, err);
    return status == HANDOFF_OK ? read_then(node, rule, err) : status;
}

enum handoff_status ho_followup_read(struct handoff_followup *f,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "signals", "rules", "otherwise",
                                        "touches_at_most" };
    const struct ho_yaml *map = ho_policy_section(f->policy, "followup");
    const struct ho_yaml *rules = ho_yaml_get(map, "rules");
    const struct ho_yaml *otherwise = ho_yaml_get(map, "otherwise");
    const struct ho_yaml *touches = ho_yaml_get(map, "touches_at_most");
    enum handoff_status status;

    if (!map || !rules || !otherwise || rules->count > RULES)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "the policy needs a section followup: with signals, "
                       "rules (at most %d) and otherwise; see the policy "
                       "reference",
                       RULES);
    status = ho_yaml_only(map, "followup", keys, COUNT(keys),
                          HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && touches &&
        (!ho_read_whole(ho_slice(touches->text), &f->touches_at_most) ||
         f->touches_at_most < 1 || f->touches_at_most > 1000))
        return ho_yaml_fail(touches, HANDOFF_BAD_POLICY, err,
                            "touches_at_most is a whole number from 1 to "
                            "1000");
    if (status == HANDOFF_OK)
        status = read_signals(f, ho_yaml_get(map, "signals"), err);
    for (const struct ho_yaml *c = rules->child; c && status == HANDOFF_OK;
         c = c->next)
        status = read_rule(f, c, false, err);
    if (status == HANDOFF_OK)
        status = read_rule(f, otherwise, true, err);
    return status == HANDOFF_OK
               ? ho_arena_status(f->arena, "the followup section", err)
               : status;
}
