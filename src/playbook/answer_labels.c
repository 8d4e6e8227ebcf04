/* answer_labels.c - what chats call the parts of a map; see
 * playbook/answer.h */
#include "playbook/answer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *const ho_stage_words[HANDOFF_STAGE_COUNT] = {
    "lead summary", "routing",   "enrichment", "qualification",
    "outreach",     "follow up", "crm truth"
};

/* Of two that begin alike the longer one is meant. */
static const struct {
    const char *phrase;
    enum ho_label label;
    enum ho_tie tie; /* the loosest that makes it one */
} labels[] = { { "recommended next action", HO_LABEL_NEXT, HO_TIE_IS },
               { "next action owner", HO_LABEL_OWNER, HO_TIE_IS },
               { "owner of next action", HO_LABEL_OWNER, HO_TIE_IS },
               { "next action date", HO_LABEL_DATE, HO_TIE_IS },
               { "next touch date", HO_LABEL_DATE, HO_TIE_IS },
               { "first broken handoff", HO_LABEL_SITUATION, HO_TIE_IS },
               { "first broken hand off", HO_LABEL_SITUATION, HO_TIE_IS },
               { "selector situation", HO_LABEL_SITUATION, HO_TIE_IS },
               { "recommended action", HO_LABEL_NEXT, HO_TIE_IS },
               { "blocked decision", HO_LABEL_DECISION, HO_TIE_COLON },
               { "decision blocked", HO_LABEL_DECISION, HO_TIE_COLON },
               { "required output", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "output required", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "missing output", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "still missing", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "converts to", HO_LABEL_OURS, HO_TIE_COLON },
               { "current stage", HO_LABEL_STAGE, HO_TIE_IS },
               { "playbook stage", HO_LABEL_STAGE, HO_TIE_IS },
               { "crm stage", HO_LABEL_STAGE, HO_TIE_IS },
               { "broken handoff", HO_LABEL_SITUATION, HO_TIE_IS },
               { "routing lane", HO_LABEL_ROUTE, HO_TIE_IS },
               { "route decision", HO_LABEL_ROUTE, HO_TIE_IS },
               { "routing decision", HO_LABEL_ROUTE, HO_TIE_IS },
               { "lead owner", HO_LABEL_OWNER, HO_TIE_IS },
               { "record owner", HO_LABEL_OWNER, HO_TIE_IS },
               { "assigned owner", HO_LABEL_OWNER, HO_TIE_IS },
               { "assigned to", HO_LABEL_OWNER, HO_TIE_NONE },
               { "owned by", HO_LABEL_OWNER, HO_TIE_NONE },
               { "next actions", HO_LABEL_NEXT, HO_TIE_COLON },
               { "next action", HO_LABEL_NEXT, HO_TIE_IS },
               { "next step", HO_LABEL_NEXT, HO_TIE_IS },
               { "action today", HO_LABEL_NEXT, HO_TIE_IS },
               { "last action", HO_LABEL_LAST, HO_TIE_IS },
               { "last step", HO_LABEL_LAST, HO_TIE_IS },
               { "previous action", HO_LABEL_LAST, HO_TIE_IS },
               { "due date", HO_LABEL_DATE, HO_TIE_IS },
               { "next touch", HO_LABEL_DATE, HO_TIE_COLON },
               { "review date", HO_LABEL_DATE, HO_TIE_IS },
               { "follow up date", HO_LABEL_DATE, HO_TIE_IS },
               { "evidence note", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "evidence line", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "reason code", HO_LABEL_OURS, HO_TIE_COLON },
               { "decided by", HO_LABEL_OURS, HO_TIE_COLON },
               { "open risk", HO_LABEL_RISK, HO_TIE_IS },
               { "open risks", HO_LABEL_RISK, HO_TIE_IS },
               { "review flag", HO_LABEL_RISK, HO_TIE_COLON },
               { "risk uncertainty", HO_LABEL_RISK, HO_TIE_COLON },
               { "lead id", HO_LABEL_LEAD, HO_TIE_COLON },
               { "record id", HO_LABEL_LEAD, HO_TIE_COLON },
               { "lead name", HO_LABEL_WHO, HO_TIE_COLON },
               { "company name", HO_LABEL_WHO, HO_TIE_COLON },
               { "lead", HO_LABEL_LEAD, HO_TIE_COLON },
               { "id", HO_LABEL_LEAD, HO_TIE_COLON },
               { "who", HO_LABEL_WHO, HO_TIE_COLON },
               { "company", HO_LABEL_WHO, HO_TIE_COLON },
               { "name", HO_LABEL_WHO, HO_TIE_COLON },
               { "contact", HO_LABEL_WHO, HO_TIE_COLON },
               { "account", HO_LABEL_WHO, HO_TIE_COLON },
               { "email", HO_LABEL_WHO, HO_TIE_COLON },
               { "stage", HO_LABEL_STAGE, HO_TIE_IS },
               { "situation", HO_LABEL_SITUATION, HO_TIE_IS },
               { "selector", HO_LABEL_SITUATION, HO_TIE_COLON },
               { "handoff", HO_LABEL_SITUATION, HO_TIE_COLON },
               { "routed to", HO_LABEL_ROUTE, HO_TIE_NONE },
               { "routed as", HO_LABEL_ROUTE, HO_TIE_NONE },
               { "route", HO_LABEL_ROUTE, HO_TIE_IS },
               { "routing", HO_LABEL_ROUTE, HO_TIE_COLON },
               { "lane", HO_LABEL_ROUTE, HO_TIE_IS },
               { "owner", HO_LABEL_OWNER, HO_TIE_IS },
               { "assignee", HO_LABEL_OWNER, HO_TIE_IS },
               { "action", HO_LABEL_NEXT, HO_TIE_COLON },
               { "do", HO_LABEL_NEXT, HO_TIE_COLON },
               { "next", HO_LABEL_NEXT, HO_TIE_COLON },
               { "last", HO_LABEL_LAST, HO_TIE_COLON },
               { "date", HO_LABEL_DATE, HO_TIE_COLON },
               { "due", HO_LABEL_DATE, HO_TIE_COLON },
               { "when", HO_LABEL_DATE, HO_TIE_COLON },
               { "decision", HO_LABEL_DECISION, HO_TIE_COLON },
               { "blocked", HO_LABEL_DECISION, HO_TIE_COLON },
               { "blocker", HO_LABEL_DECISION, HO_TIE_COLON },
               { "output", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "required", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "missing", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "look up", HO_LABEL_OUTPUT, HO_TIE_COLON },
               { "evidence", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "notes", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "note", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "because", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "why", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "reason", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "detail", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "explicit", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "inferred", HO_LABEL_EVIDENCE, HO_TIE_COLON },
               { "risk", HO_LABEL_RISK, HO_TIE_COLON },
               { "risks", HO_LABEL_RISK, HO_TIE_COLON },
               { "uncertainty", HO_LABEL_RISK, HO_TIE_COLON },
               { "unknown", HO_LABEL_RISK, HO_TIE_COLON },
               { "unknowns", HO_LABEL_RISK, HO_TIE_COLON },
               { "flag", HO_LABEL_RISK, HO_TIE_COLON },
               { "flags", HO_LABEL_RISK, HO_TIE_COLON },
               { "answer by", HO_LABEL_DATE, HO_TIE_COLON },
               { "rests on", HO_LABEL_OURS, HO_TIE_COLON },
               { "score", HO_LABEL_OURS, HO_TIE_COLON },
               { "sum", HO_LABEL_OURS, HO_TIE_COLON },
               { "priority", HO_LABEL_OURS, HO_TIE_COLON },
               { "rank", HO_LABEL_OURS, HO_TIE_COLON },
               { "number", HO_LABEL_OURS, HO_TIE_COLON },
               { "confidence", HO_LABEL_OURS, HO_TIE_COLON },
               { "rule", HO_LABEL_OURS, HO_TIE_COLON } };

/* Of two that begin at the same word the longer one. */
static size_t find_label(const struct ho_said *said, size_t i, size_t *words)
{
    size_t best = COUNT(labels);

    *words = 0;
    for (size_t k = 0; k < COUNT(labels); k++) {
        const size_t n = ho_said_at(said, i, labels[k].phrase);

        if (n > *words) {
            *words = n;
            best = k;
        }
    }
    return best;
}

static bool starts_clause(const struct ho_said *said, size_t i)
{
    return i == 0 || ho_gap_has(ho_said_gap(said, i), ".,;:|(/\n\xB7\x80") ||
           ho_said_at(said, i - 1, "and") || ho_said_at(said, i - 1, "the") ||
           ho_said_at(said, i - 1, "its") || ho_said_at(said, i - 1, "is") ||
           ho_said_at(said, i - 1, "with");
}

enum ho_label ho_said_label_at(const struct ho_said *said, size_t i,
                               size_t *words)
{
    const size_t k = find_label(said, i, words);
    const size_t behind = i + *words;

    if (k == COUNT(labels) || behind > said->count)
        return HO_LABEL_NONE;
    if (labels[k].tie == HO_TIE_NONE)
        return labels[k].label;
    if (!starts_clause(said, i))
        return HO_LABEL_NONE;
    if (ho_gap_has(ho_said_gap(said, behind), ":="))
        return labels[k].label;
    if (labels[k].tie == HO_TIE_IS && behind < said->count &&
        ho_said_at(said, behind, "is")) {
        ++*words;
        return labels[k].label;
    }
    return HO_LABEL_NONE;
}

enum ho_label ho_said_label(const struct ho_said *said)
{
    size_t words;
    const size_t k =
        said->count > 0 ? find_label(said, 0, &words) : COUNT(labels);

    return k < COUNT(labels) && words == said->count ? labels[k].label
                                                     : HO_LABEL_NONE;
}

/* Keywords: each group by one of its words. */
static const struct {
    const char *all, *either, *other;
} headings[] = {
    [HANDOFF_SECTION_HEALTH] = { "system health summary", "health", "health" },
    [HANDOFF_SECTION_STAGES] = { "stage map", "stage map", "stage maps" },
    [HANDOFF_SECTION_BLOCKED] = { "blocked decisions", "blocked decisions",
                                  "blockers" },
    [HANDOFF_SECTION_SELECTOR] = { "next action selector", "selector",
                                   "next actions" },
    [HANDOFF_SECTION_UPDATES] = { "crm updates required", "crm updates",
                                  "crm update" },
    [HANDOFF_SECTION_RISKS] = { "risks or review flags", "risks",
                                "review flags" },
    [HANDOFF_SECTION_FIRST] = { "first three actions to take today",
                                "first three", "first three actions" }
};

enum { HEADING_WORDS = 10 }; /* a longer line is no heading of a section */

static bool is_first(const struct ho_said *said)
{
    return (ho_said_has(said, "first 3") || ho_said_has(said, "top 3") ||
            ho_said_has(said, "top three") || ho_said_has(said, "3 actions") ||
            ho_said_has(said, "three actions"));
}

enum handoff_section ho_section_of(const struct ho_said *said, bool exact)
{
    for (size_t s = 0; s < COUNT(headings); s++)
        if (ho_said_is(said, headings[s].all))
            return (enum handoff_section)s;
    if (exact || said->count > HEADING_WORDS)
        return HANDOFF_SECTION_COUNT;
    if (is_first(said))
        return HANDOFF_SECTION_FIRST;
    for (size_t s = COUNT(headings); s-- > 0;)
        if (ho_said_has(said, headings[s].either) ||
            ho_said_has(said, headings[s].other))
            return (enum handoff_section)s;
    return HANDOFF_SECTION_COUNT;
}

int ho_situation_at(const struct ho_said *said, size_t *words)
{
    static const char *const names[][3] = {
        [HANDOFF_SITUATION_RAW] = { "raw lead no brief", "raw lead",
                                    "no brief" },
        [HANDOFF_SITUATION_UNROUTED] = { "brief exists route unclear",
                                         "route unclear", "route is unclear" },
        [HANDOFF_SITUATION_BLOCKED] = { "route blocked by missing data",
                                        "route blocked", "blocked by" },
        [HANDOFF_SITUATION_PURSUE] = { "pursue route is clear", "pursue route",
                                       "pursue clear" },
        [HANDOFF_SITUATION_NURTURE] = { "nurture route is clear",
                                        "nurture route", "nurture clear" },
        [HANDOFF_SITUATION_SKIP] = { "skip route is clear", "skip route",
                                     "skip clear" }
    };

    for (size_t s = 0; said->count > 0 && s < COUNT(names); s++)
        for (size_t k = 0; k < 3; k++)
            if ((*words = ho_said_at(said, 0, names[s][k])) > 0)
                return (int)s;
    *words = 0;
    return -1;
}
