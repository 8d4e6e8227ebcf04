/* qualify.c - is active selling justified now, and what is asked next?
 *
 * The policy's own table answers; the route can only lower its answer: nobody
 * sells actively to a lead that is skipped, nurtured or not decided.  What is
 * asked is the cheapest unknown that still changes something, first the
 * route, then the fit, then what qualification needs.
 */
#include "playbook/playbook.h"

enum question_for { FOR_FIT, FOR_GAPS };

static bool has(const struct handoff_qualification *q, int field)
{
    for (size_t i = 0; i < q->question_count; i++)
        if (q->question[i] == field)
            return true;
    return false;
}

/* The table's answer for this route, or a lower one. */
static void judge(const struct ho_stand *at, struct handoff_qualification *q)
{
    const struct handoff_decision *d = at->decision;
    struct handoff_qualified by = { HANDOFF_FIT_REVIEW, "", "" };
    enum handoff_fit most = HANDOFF_FIT_ACTIVE_NOW;

    handoff_policy_qualify(at->policy, at->brief, at->as_of, &by);
    if (d->undecided || d->by_otherwise ||
        d->outcome.route == HANDOFF_ROUTE_ENRICH)
        most = HANDOFF_FIT_REVIEW;
    else if (d->outcome.route == HANDOFF_ROUTE_SKIP)
        most = HANDOFF_FIT_NO_ACTION;
    else if (d->outcome.route == HANDOFF_ROUTE_NURTURE)
        most = HANDOFF_FIT_LATER_NURTURE;
    q->fit = by.fit;
    q->rule = by.rule;
    q->why = by.why;
    if (by.fit == HANDOFF_FIT_NO_ACTION || by.fit == most ||
        most == HANDOFF_FIT_ACTIVE_NOW)
        return;
    q->fit = most;
    q->rule = d->rule;
    q->why = d->outcome.why;
}

static const char *open_risk(struct ho_arena *arena,
                             const struct ho_playbook *book,
                             const struct handoff_brief *brief)
{
    const char *risk = "";

    for (size_t i = 0; i < book->risk_count; i++) {
        const int field = book->risk[i];

        if (brief->claim[field].class != HANDOFF_UNKNOWN)
            continue;
        risk = ho_arena_format(
            arena, "%s%s%s Unknown", risk, *risk ? "; " : "",
            ho_words_of(arena, brief->fields->item[field].name));
    }
    return *risk ? risk : "none that the policy names";
}

int ho_askable(const struct handoff_brief *brief, int field)
{
    const int from = brief->fields->item[field].infer_from;

    return from != HANDOFF_NO_FIELD &&
                   brief->claim[from].class == HANDOFF_UNKNOWN
               ? from
               : field;
}

/* Only the lead can say it, and it is open: Unknown, or known only by a hint
 * that has a clarifying question. */
static bool can_ask(const struct ho_stand *at,
                    const struct handoff_qualification *q, int field)
{
    return at->brief->fields->item[field].ask == HANDOFF_ASK_LEAD &&
           *at->brief->claim[field].question && !has(q, field);
}

static bool is_wanted(const struct ho_stand *at, enum question_for what,
                      int field)
{
    if (what == FOR_FIT) /* nobody asks "is this a test?" */
        return at->brief->claim[field].class == HANDOFF_UNKNOWN &&
               (at->brief->fields->item[field].needed_for &
                (HANDOFF_NEED_ROUTE | HANDOFF_NEED_QUALIFICATION)) &&
               handoff_policy_fit_open(at->policy, at->brief, at->as_of, field);
    return at->brief->fields->item[field].needed_for &
           HANDOFF_NEED_QUALIFICATION;
}

static int cheapest(const struct ho_stand *at,
                    const struct handoff_qualification *q,
                    enum question_for what)
{
    const struct handoff_fields *fields = at->brief->fields;
    int best = HANDOFF_NO_FIELD;

    for (size_t i = 0; i < fields->count; i++) {
        if (!can_ask(at, q, (int)i) || !is_wanted(at, what, (int)i))
            continue;
        if (best == HANDOFF_NO_FIELD ||
            fields->item[i].cost < fields->item[best].cost)
            best = (int)i;
    }
    return best;
}

static void push(struct ho_arena *arena, struct handoff_qualification *q,
                 int field)
{
    int *slot =
        ho_arena_push(arena, &q->question, &q->question_count, sizeof *slot);

    if (slot)
        *slot = field;
}

/* At most one question for the route or the fit: its answer decides what is
 * worth asking after it. */
static void ask_what_decides(struct ho_arena *arena, const struct ho_stand *at,
                             struct handoff_qualification *q)
{
    const struct handoff_decision *d = at->decision;
    int field = HANDOFF_NO_FIELD;

    for (size_t i = 0; i < d->ask_count && field == HANDOFF_NO_FIELD; i++)
        if (can_ask(at, q, ho_askable(at->brief, d->ask[i])))
            field = ho_askable(at->brief, d->ask[i]);
    if (!d->undecided && q->fit == HANDOFF_FIT_REVIEW)
        field = cheapest(at, q, FOR_FIT);
    if (field != HANDOFF_NO_FIELD)
        push(arena, q, field);
}

void ho_ask_gaps(struct ho_arena *arena, const struct ho_stand *at,
                 int64_t at_most, struct handoff_qualification *q)
{
    for (int64_t i = 0; i < at_most; i++) {
        const int field = cheapest(at, q, FOR_GAPS);

        if (field == HANDOFF_NO_FIELD)
            return;
        push(arena, q, field);
    }
}

void ho_qualify(struct ho_arena *arena, const struct ho_playbook *book,
                const struct ho_stand *at, struct handoff_qualification *out)
{
    *out = (struct handoff_qualification){ .risk = open_risk(arena, book,
                                                             at->brief) };
    out->evidence = ho_decision_evidence(arena, at->brief, at->decision);
    judge(at, out);
    if (out->fit == HANDOFF_FIT_ACTIVE_NOW)
        ho_ask_gaps(arena, at, book->questions_at_most, out);
    else if (out->fit == HANDOFF_FIT_REVIEW)
        ask_what_decides(arena, at, out);
}
