/* crm_words.c - reading the words that CRMs and people use for what was done.
 *
 * These columns are free text in every CRM, so they are read by phrases.  A
 * word that is not known says nothing: the stage then counts as not done,
 * and the map asks for it rather than assuming it.
 */
#include "base/clock.h"
#include "evidence/date.h"
#include "evidence/phrase.h"
#include "playbook/playbook.h"

struct handoff_slice ho_crm_text(const struct handoff_lead *lead,
                                 enum handoff_crm what)
{
    const struct handoff_value *value = handoff_lead_crm(lead, what);

    return value ? ho_trim(value->text) : (struct handoff_slice){ "", 0 };
}

const char *ho_crm_cite(const struct handoff_lead *lead, enum handoff_crm what)
{
    const struct handoff_value *value = handoff_lead_crm(lead, what);

    return value ? value->cite : "";
}

#define WORDS(...)                                                         \
    {                                                                      \
        (const char *const[]){ __VA_ARGS__ },                              \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), \
            NULL                                                           \
    }

enum saying {
    SAYS_PURSUE,
    SAYS_NURTURE,
    SAYS_ENRICH,
    SAYS_SKIP,
    SAYS_QUALIFIED,
    SAYS_ENRICHED,
    SAYS_SENT,
    SAYS_ANSWERED,
    SAYS_CLOSED
};

/* A column says it when a phrase of `yes` stands in it and none of `no`. */
static const struct {
    enum handoff_crm column;
    struct handoff_words yes, no;
} sayings[] = {
    [SAYS_PURSUE] = { HANDOFF_CRM_ROUTE, WORDS("pursue", "pursuing"),
                      WORDS("not", "unclear") },
    [SAYS_NURTURE] = { HANDOFF_CRM_ROUTE, WORDS("nurture", "nurturing"),
                       WORDS("not", "unclear") },
    [SAYS_ENRICH] = { HANDOFF_CRM_ROUTE,
                      WORDS("enrich", "enrichment", "research"),
                      WORDS("not", "unclear") },
    [SAYS_SKIP] = { HANDOFF_CRM_ROUTE,
                    WORDS("skip", "skipped", "disqualified", "closed"),
                    WORDS("not", "unclear") },
    [SAYS_QUALIFIED] = { HANDOFF_CRM_QUALIFICATION,
                         WORDS("qualified", "done", "complete", "completed",
                               "active now", "sql", "fit confirmed"),
                         WORDS("not", "no", "pending", "to do", "todo",
                               "waiting", "in progress", "unqualified") },
    [SAYS_ENRICHED] = { HANDOFF_CRM_ENRICHMENT,
                        WORDS("enriched", "done", "complete", "completed",
                              "verified"),
                        WORDS("not", "no", "pending", "to do", "todo",
                              "waiting", "in progress") },
    [SAYS_SENT] = { HANDOFF_CRM_OUTREACH,
                    WORDS("sent", "contacted", "emailed", "called",
                          "in sequence", "first touch done", "no reply",
                          "no answer", "awaiting reply", "replied", "answered"),
                    WORDS("not sent", "not contacted", "not started", "draft",
                          "drafted", "to be sent") },
    [SAYS_ANSWERED] = { HANDOFF_CRM_OUTREACH,
                        WORDS("replied", "reply received", "answered",
                              "responded", "meeting booked", "interested"),
                        WORDS("no reply", "no answer", "not replied",
                              "no response", "not interested yet",
                              "awaiting") },
    [SAYS_CLOSED] = { HANDOFF_CRM_STAGE,
                      WORDS("closed", "disqualified", "merged", "suppressed",
                            "lost", "archived", "unqualified"),
                      WORDS("not closed") }
};

static bool says(const struct handoff_lead *lead, enum saying what)
{
    const struct handoff_slice text = ho_crm_text(lead, sayings[what].column);
    struct ho_phrase_hit yes = { 0 }, no = { 0 };

    if (text.len == 0 ||
        ho_find_phrase(text, &sayings[what].yes, &yes, NULL) != HANDOFF_OK ||
        ho_find_phrase(text, &sayings[what].no, &no, NULL) != HANDOFF_OK)
        return false;
    return yes.found && !no.found;
}

int ho_crm_route(const struct handoff_lead *lead)
{
    static const enum handoff_route routes[] = {
        [SAYS_PURSUE] = HANDOFF_ROUTE_PURSUE,
        [SAYS_NURTURE] = HANDOFF_ROUTE_NURTURE,
        [SAYS_ENRICH] = HANDOFF_ROUTE_ENRICH,
        [SAYS_SKIP] = HANDOFF_ROUTE_SKIP
    };
    int found = -1;

    for (int i = SAYS_PURSUE; i <= SAYS_SKIP; i++) {
        if (!says(lead, (enum saying)i))
            continue;
        if (found >= 0)
            return -1; /* "pursue or nurture" is no route */
        found = (int)routes[i];
    }
    if (found < 0 && ho_crm_is_closed(lead))
        return HANDOFF_ROUTE_SKIP; /* somebody closed it */
    return found;
}

bool ho_crm_is_qualified(const struct handoff_lead *lead)
{
    return says(lead, SAYS_QUALIFIED);
}

bool ho_crm_is_enriched(const struct handoff_lead *lead)
{
    return says(lead, SAYS_ENRICHED);
}

bool ho_crm_was_sent(const struct handoff_lead *lead)
{
    return says(lead, SAYS_SENT);
}

bool ho_crm_was_answered(const struct handoff_lead *lead)
{
    return says(lead, SAYS_ANSWERED);
}

bool ho_crm_is_closed(const struct handoff_lead *lead)
{
    return says(lead, SAYS_CLOSED);
}

/* As machines write dates, or as people do, with their year. */
bool ho_crm_follow_up(const struct handoff_lead *lead, int64_t *time)
{
    const struct handoff_slice text = ho_crm_text(lead, HANDOFF_CRM_FOLLOW_UP);
    const int64_t no_year = ho_days_from_date(1990, 1, 1);
    struct ho_dates dates;

    if (handoff_time_parse(text, time))
        return true;
    ho_find_dates(text, 0, &dates); /* without a year it is in the 1970s */
    if (dates.count != 1 || dates.ambiguous || dates.day < no_year)
        return false;
    *time = dates.day * HO_DAY;
    return true;
}
