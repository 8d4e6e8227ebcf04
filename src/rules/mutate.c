/* mutate.c - see rules/mutate.h */
#include "rules/mutate.h"

#include "rules/fact_words.h"
#include "rules/fork.h"
#include "rules/outcome.h"
#include "rules/sort.h"
#include "rules/test_change.h"

enum { FORK_BYTES = 64 * 1024 * 1024, HOUR = 3600, OUTCOME_CHANGES = 6 };

struct maker {
    const struct handoff_policy *policy;
    ho_mutant_run *run;
    void *user;
    size_t rule;                 /* which one is changed */
    struct handoff_policy *fork; /* in its own arena, or NULL */
    struct handoff_error *err;
};

static enum handoff_status start(struct maker *m)
{
    struct ho_arena *arena = ho_arena_new(FORK_BYTES);
    enum handoff_status status;

    if (!arena)
        return ho_no_memory(m->err);
    status = ho_fork(m->policy, arena, &m->fork, m->err);
    if (status != HANDOFF_OK)
        ho_arena_free(arena);
    return status;
}

/* Give the fork to whoever asked, unless the change made a row impossible. */
static enum handoff_status finish(struct maker *m, enum ho_change change,
                                  const char *what)
{
    const struct ho_mutant mutant = { m->fork, change, m->rule, what };
    enum handoff_status status;

    status = ho_rules_sort(m->fork, NULL);
    if (status == HANDOFF_OK)
        status = ho_fork_finish(m->fork, NULL);
    if (status == HANDOFF_OK)
        status = m->run(m->user, &mutant, m->err);
    else if (status == HANDOFF_BAD_POLICY)
        status = HANDOFF_OK;
    else
        status = ho_arena_status(m->fork->arena, "a mutant", m->err);
    ho_arena_free(m->fork->arena);
    m->fork = NULL;
    return status;
}

static void drop(struct maker *m)
{
    ho_arena_free(m->fork->arena);
    m->fork = NULL;
}

static struct ho_rule *changed(const struct maker *m)
{
    return &m->fork->rule[m->rule];
}

/* --- tests --- */

/* What stands beside `any:` is repeated in each row, and is one test. */
static bool stood_before(const struct maker *m, size_t row, size_t t)
{
    const struct ho_rule *rule = &m->policy->rule[m->rule];
    const struct ho_test *test = m->policy->row[row].test[t];

    for (size_t i = rule->first_row; i < row; i++)
        for (size_t o = 0; o < m->policy->row[i].test_count; o++)
            if (ho_test_same(m->policy->row[i].test[o], test))
                return true;
    return false;
}

/* Change k of the test, wherever the rule repeats it. */
static enum ho_applied apply(const struct maker *m, const struct ho_test *test,
                             size_t k, const char **is)
{
    const struct ho_rule *rule = changed(m);
    enum ho_applied applied = HO_NO_MORE;

    for (size_t i = 0; i < rule->row_count; i++) {
        const struct ho_row *row = &m->fork->row[rule->first_row + i];

        for (size_t t = 0; t < row->test_count; t++) {
            struct ho_test *own;

            if (!ho_test_same(row->test[t], test))
                continue;
            own = ho_fork_test(m->fork, rule->first_row + i, t);
            if (!own)
                return HO_NO_MORE;
            applied = ho_test_change(m->policy, m->fork->arena, own, k);
            if (applied != HO_APPLIED)
                return applied;
            *is = ho_test_words(m->fork->arena, m->fork, own);
        }
    }
    return applied;
}

static enum handoff_status make_test(struct maker *m,
                                     const struct ho_test *test, size_t k,
                                     enum ho_applied *applied)
{
    const char *was, *is = "", *what;
    enum handoff_status status = start(m);

    *applied = HO_NO_MORE;
    if (status != HANDOFF_OK)
        return status;
    *applied = apply(m, test, k, &is);
    if (*applied != HO_APPLIED) {
        status = ho_arena_status(m->fork->arena, "a mutant", m->err);
        drop(m);
        return status;
    }
    was = ho_test_words(m->fork->arena, m->policy, test);
    what = ho_arena_format(m->fork->arena, "%s %s -> %s",
                           m->policy->fields.item[test->field].name, was, is);
    return finish(m, HO_CHANGE_TEST, what);
}

/* The rule without the test; HO_NO_MORE where a row would have none left. */
static bool remove_test(const struct maker *m, const struct ho_test *test)
{
    const struct ho_rule *rule = changed(m);

    for (size_t i = 0; i < rule->row_count; i++) {
        struct ho_row *row = &m->fork->row[rule->first_row + i];
        size_t kept = 0;

        for (size_t t = 0; t < row->test_count; t++)
            if (!ho_test_same(row->test[t], test))
                row->test[kept++] = row->test[t];
        row->test_count = kept;
        if (kept == 0)
            return false;
    }
    return true;
}

static enum handoff_status make_untested(struct maker *m,
                                         const struct ho_test *test)
{
    const char *what;
    enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    if (!remove_test(m, test)) {
        drop(m);
        return HANDOFF_OK;
    }
    what = ho_arena_format(m->fork->arena, "%s %s -> not tested",
                           m->policy->fields.item[test->field].name,
                           ho_test_words(m->fork->arena, m->policy, test));
    return finish(m, HO_CHANGE_TEST, what);
}

static enum handoff_status make_tests(struct maker *m)
{
    const struct ho_rule *rule = &m->policy->rule[m->rule];
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = rule->first_row; i < rule->first_row + rule->row_count; i++)
        for (size_t t = 0; t < m->policy->row[i].test_count; t++) {
            const struct ho_test *test = m->policy->row[i].test[t];
            enum ho_applied applied = HO_APPLIED;

            if (stood_before(m, i, t))
                continue;
            for (size_t k = 0; applied != HO_NO_MORE && status == HANDOFF_OK;
                 k++)
                status = make_test(m, test, k, &applied);
            if (status == HANDOFF_OK)
                status = make_untested(m, test);
            if (status != HANDOFF_OK)
                return status;
        }
    return status;
}

/* --- rules --- */

static enum handoff_status make_removed(struct maker *m)
{
    const enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    ho_fork_remove(m->fork, m->rule);
    return finish(m, HO_CHANGE_REMOVED, "removed");
}

static enum handoff_status make_swapped(struct maker *m)
{
    const char *what;
    enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    what = ho_arena_format(m->fork->arena, "swapped with %s",
                           m->policy->rule[m->rule + 1].id);
    ho_fork_remove(m->fork, m->rule);
    status = ho_fork_insert(m->fork, m->rule + 1, m->policy, m->rule, m->err);
    if (status == HANDOFF_OK)
        return finish(m, HO_CHANGE_SWAPPED, what);
    drop(m);
    return status;
}

/* --- what is not known --- */

static enum handoff_status make_assumption(struct maker *m, size_t i,
                                           bool remove)
{
    const struct ho_assumption *old = &m->policy->rule[m->rule].assume[i];
    struct ho_rule *rule;
    const char *was = old->matches ? "matches" : "does_not_match";
    const char *is = old->matches ? "does_not_match" : "matches", *what;
    const enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    rule = changed(m);
    if (remove)
        rule->assume[i] = rule->assume[--rule->assume_count];
    else
        rule->assume[i].matches = !old->matches;
    what = ho_arena_format(m->fork->arena, "if_unknown %s: %s -> %s",
                           m->policy->fields.item[old->field].name, was,
                           remove ? "removed" : is);
    return finish(m, HO_CHANGE_UNKNOWN, what);
}

static enum handoff_status make_demand(struct maker *m, size_t i)
{
    const int field = m->policy->rule[m->rule].demands[i];
    struct ho_rule *rule;
    const char *what;
    const enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    rule = changed(m);
    rule->demands[i] = rule->demands[--rule->demand_count];
    what = ho_arena_format(m->fork->arena, "evidence %s: explicit -> removed",
                           m->policy->fields.item[field].name);
    return finish(m, HO_CHANGE_UNKNOWN, what);
}

static enum handoff_status make_unknowns(struct maker *m)
{
    const struct ho_rule *rule = &m->policy->rule[m->rule];
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < rule->assume_count && status == HANDOFF_OK; i++) {
        status = make_assumption(m, i, false);
        if (status == HANDOFF_OK)
            status = make_assumption(m, i, true);
    }
    for (size_t i = 0; i < rule->demand_count && status == HANDOFF_OK; i++)
        status = make_demand(m, i);
    return status;
}

/* --- outcomes --- */

/* The owner after the one that is named, round the roster; NULL: no other. */
static const struct ho_owner *other_owner(const struct handoff_policy *policy,
                                          const char *id)
{
    size_t at = 0;

    if (policy->owner_count == 0)
        return NULL;
    while (at < policy->owner_count && strcmp(policy->owner[at].id, id) != 0)
        at++;
    at = at < policy->owner_count ? (at + 1) % policy->owner_count : 0;
    return strcmp(policy->owner[at].id, id) == 0 ? NULL : &policy->owner[at];
}

/* Change k of an outcome; false: it does not apply. */
static bool change_outcome(const struct maker *m, size_t k,
                           struct handoff_outcome *out, const char **what)
{
    const struct handoff_outcome old = *out;
    const struct ho_owner *owner = other_owner(m->policy, old.owner);
    struct ho_arena *arena = m->fork->arena;

    switch (k) {
    case 0:
        out->route = old.route == HANDOFF_ROUTE_SKIP ? HANDOFF_ROUTE_PURSUE
                                                     : old.route + 1;
        if (!*ho_review_said(&old))
            out->review = ho_route_review(out->route);
        *what = ho_arena_format(arena, "route %s -> %s",
                                handoff_route_name(old.route),
                                handoff_route_name(out->route));
        return true;
    case 1:
        if (!owner)
            return false;
        out->owner = owner->id;
        out->owner_name = owner->name;
        *what = ho_arena_format(arena, "owner %s -> %s",
                                old.owner[0] ? old.owner : "none", owner->id);
        return true;
    case 2:
        out->reason = "SOME_OTHER_REASON";
        *what = ho_arena_format(arena, "reason %s -> another", old.reason);
        return true;
    case 3:
        out->confidence += old.confidence > 0 ? -1 : 1;
        *what = ho_arena_format(arena, "confidence %d -> %d", old.confidence,
                                out->confidence);
        return true;
    case 4:
        out->sla = old.sla ? 0 : HOUR;
        *what = old.sla ? "sla -> none" : "sla none -> 1h";
        return true;
    default:
        out->review = ho_route_review(old.route);
        *what = old.review ? "review yes -> none" : "review no -> none";
        return old.review != out->review;
    }
}

static enum handoff_status make_outcomes(struct maker *m)
{
    const bool undecided = m->rule == m->policy->rule_count;
    enum handoff_status status = HANDOFF_OK;

    for (size_t k = 0; k < OUTCOME_CHANGES && status == HANDOFF_OK; k++) {
        const char *what = "";

        status = start(m);
        if (status != HANDOFF_OK)
            return status;
        if (change_outcome(m, k,
                           undecided ? &m->fork->undecided : &changed(m)->then,
                           &what))
            status = finish(
                m, undecided ? HO_CHANGE_UNDECIDED : HO_CHANGE_OUTCOME, what);
        else
            drop(m);
    }
    return status;
}

static enum handoff_status make_no_exception(struct maker *m)
{
    const char *what;
    const enum handoff_status status = start(m);

    if (status != HANDOFF_OK)
        return status;
    what = ho_arena_format(m->fork->arena, "exception %s -> none",
                           changed(m)->exception);
    changed(m)->exception = "";
    return finish(m, HO_CHANGE_OUTCOME, what);
}

static enum handoff_status make_of_rule(struct maker *m)
{
    const bool otherwise = m->rule + 1 == m->policy->rule_count;
    enum handoff_status status = make_tests(m);

    if (status == HANDOFF_OK && !otherwise)
        status = make_removed(m);
    if (status == HANDOFF_OK && m->rule + 2 < m->policy->rule_count)
        status = make_swapped(m);
    if (status == HANDOFF_OK)
        status = make_unknowns(m);
    if (status == HANDOFF_OK)
        status = make_outcomes(m);
    if (status == HANDOFF_OK && m->policy->rule[m->rule].exception[0])
        status = make_no_exception(m);
    return status;
}

enum handoff_status ho_mutants_each(const struct handoff_policy *policy,
                                    size_t every, ho_mutant_run *run,
                                    void *user, struct handoff_error *err)
{
    struct maker m = { .policy = policy, .run = run, .user = user, .err = err };
    enum handoff_status status = HANDOFF_OK;

    for (; m.rule < policy->rule_count && status == HANDOFF_OK; m.rule += every)
        status = make_of_rule(&m);
    m.rule = policy->rule_count;
    return status == HANDOFF_OK ? make_outcomes(&m) : status;
}
