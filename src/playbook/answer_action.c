/* answer_action.c - does a text tell somebody to do what the lead's situation
 * forbids?  See playbook/answer.h
 *
 * Words of doing count where nothing takes them back ("do not call") or puts
 * them off ("then book", "before any reply"): the first step is the one that
 * is taken.
 */
#include "playbook/answer.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define IN(situation) (1U << HANDOFF_SITUATION_##situation)

enum {
    UNSETTLED = IN(RAW) | IN(UNROUTED) | IN(BLOCKED),
    NOT_PURSUED = UNSETTLED | IN(NURTURE) | IN(SKIP)
};

/* Where the action is forbidden. */
static const struct {
    const char *phrase;
    unsigned where;
} actions[] = {
    { "book", NOT_PURSUED },
    { "schedule", NOT_PURSUED },
    { "set up a call", NOT_PURSUED },
    { "set up a demo", NOT_PURSUED },
    { "set up a meeting", NOT_PURSUED },
    { "propose a meeting", NOT_PURSUED },
    { "propose a call", NOT_PURSUED },
    { "offer a demo", NOT_PURSUED },
    { "offer a call", NOT_PURSUED },
    { "offer a meeting", NOT_PURSUED },
    { "give a demo", NOT_PURSUED },
    { "run a demo", NOT_PURSUED },
    { "send a proposal", NOT_PURSUED },
    { "send the proposal", NOT_PURSUED },
    { "send proposal", NOT_PURSUED },
    { "send a quote", NOT_PURSUED },
    { "send pricing", NOT_PURSUED },
    { "send outreach", NOT_PURSUED },
    { "send the first message", NOT_PURSUED },
    { "start outreach", NOT_PURSUED },
    { "pursue", NOT_PURSUED },
    { "assign to sales", NOT_PURSUED },
    { "assign to an account executive", NOT_PURSUED },
    { "call the lead", IN(NURTURE) | IN(SKIP) },
    { "call them", IN(NURTURE) | IN(SKIP) },
    { "call today", IN(NURTURE) | IN(SKIP) },
    { "call her", IN(NURTURE) | IN(SKIP) },
    { "call him", IN(NURTURE) | IN(SKIP) },
    { "reply today", IN(NURTURE) | IN(SKIP) },
    { "reply", IN(SKIP) },
    { "respond", IN(SKIP) },
    { "reach out", IN(SKIP) },
    { "follow up", IN(SKIP) },
    { "email the lead", IN(SKIP) },
    { "email them", IN(SKIP) },
    { "contact the lead", IN(SKIP) },
    { "contact them", IN(SKIP) },
    { "send a message", IN(SKIP) },
    { "send an email", IN(SKIP) },
    { "qualify", IN(SKIP) },
    { "look up", IN(SKIP) },
    { "enrich", IN(SKIP) },
    { "nurture", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(SKIP) },
    { "add a context note", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(SKIP) },
    { "add to nurture", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(SKIP) },
    { "add to the nurture", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(SKIP) },
    { "move to nurture", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(SKIP) },
    { "close with", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(NURTURE) },
    { "close as", IN(RAW) | IN(BLOCKED) | IN(PURSUE) | IN(NURTURE) },
    { "close the lead", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "close the record", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "disqualify", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "suppress", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "merge", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "mark no action", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "no action needed", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "take no action", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "skip", UNSETTLED | IN(PURSUE) | IN(NURTURE) },
    { "archive", UNSETTLED | IN(PURSUE) | IN(NURTURE) }
};

/* From these on nothing is told to be done, up to the end of the clause. */
static const char *const voids[] = {
    "not",    "no",      "never",      "without", "avoid",    "stop",
    "don",    "before",  "until",      "after",   "once",     "when",
    "if",     "unless",  "instead of", "then",    "rather",   "later",
    "cancel", "whether", "or",         "neither", "nor",      "could",
    "would",  "cannot",  "prior to",   "so that", "to decide"
};

/* "no action" is one, all the same. */
static bool is_void(const struct ho_said *said, size_t i)
{
    if (ho_said_at(said, i, "no action") > 0)
        return false;
    for (size_t k = 0; k < COUNT(voids); k++)
        if (ho_said_at(said, i, voids[k]) > 0)
            return true;
    return false;
}

static size_t forbidden_at(const struct ho_said *said, size_t i,
                           enum handoff_situation situation)
{
    for (size_t k = 0; k < COUNT(actions); k++) {
        const size_t n = ho_said_at(said, i, actions[k].phrase);

        if (n > 0 && (actions[k].where & 1U << situation))
            return n;
    }
    return 0;
}

/* "the nurture queue", "marketing nurture": a name, not what is to be done.
 * An order begins its clause, or follows "and", "to", "please". */
static bool is_order(const struct ho_said *said, size_t i)
{
    static const char *const before[] = { "and",  "to",     "please", "should",
                                          "must", "action", "now",    "today",
                                          "then", "is",     "also" };

    if (i == 0 || ho_gap_has(ho_said_gap(said, i), ".,;:|(/\n\x80\x92"))
        return true;
    for (size_t k = 0; k < COUNT(before); k++)
        if (ho_said_at(said, i - 1, before[k]) > 0)
            return true;
    return false;
}

struct handoff_slice ho_forbidden_action(const struct ho_said *said,
                                         enum handoff_situation situation)
{
    bool off = false;

    for (size_t i = 0; i < said->count; i++) {
        size_t n;

        if (i > 0 && ho_gap_has(ho_said_gap(said, i), ".;\n"))
            off = false;
        off = off || is_void(said, i);
        n = !off && is_order(said, i) ? forbidden_at(said, i, situation) : 0;
        if (n > 0)
            return ho_said_part(said, i, i + n);
    }
    return (struct handoff_slice){ "", 0 };
}
