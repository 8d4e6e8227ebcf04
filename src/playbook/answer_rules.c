/* answer_rules.c - what an answer wants done, against what the rules decide;
 * see playbook/answer.h */
#include <handoff/clock.h>

#include "base/clock.h"
#include "fields/fields.h"
#include "playbook/answer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What one cell is held against. */
struct ruling {
    struct ho_answer *a;
    struct ho_cell *cell;
    const struct handoff_entry *entry;
    struct handoff_error *err;
};

/* false: out of memory, which the answer remembers. */
static bool said_of(const struct ruling *r, const char *text,
                    struct ho_said *out)
{
    if (r->a->failed == HANDOFF_OK)
        r->a->failed = ho_said_make(r->a->arena, ho_slice(text), out, r->err);
    return r->a->failed == HANDOFF_OK;
}

static void found(const struct ruling *r, enum handoff_answer_code code,
                  const char *want, const char *why)
{
    const struct ho_place at = ho_cell_place(r->cell);

    r->cell->refused = code != HANDOFF_ANSWER_CODE_ACTION;
    ho_answer_found(r->a, code, &at, ho_cell_text(r->a, r->cell), want, why);
}

/* "", "-", "none", "unknown": no value. */
static bool is_blank(const struct ho_said *said)
{
    static const char *const words[] = {
        "none",    "unknown",        "tbd",      "n a",       "na",
        "missing", "unassigned",     "not yet",  "nobody",    "nobody yet",
        "unclear", "not assigned",   "no owner", "pending",   "not set",
        "blocked", "not routed yet", "to be",    "not routed"
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (ho_said_at(said, 0, words[i]) > 0)
            return true;
    return said->count == 0;
}

/* --- stage, situation, route ---------------------------------------------- */

static const char *const crm_stages[] = { "new",       "summarized",
                                          "enriching", "routed",
                                          "qualified", "in follow up",
                                          "nurture",   "closed" };
static const char *const situations[] = {
#define X(name, text) text,
    HANDOFF_SITUATION_MAP(X)
#undef X
};
static const char *const stage_names[] = {
#define X(name, text, decision, output) text,
    HANDOFF_STAGE_MAP(X)
#undef X
};

static bool says_crm_stage(const struct ruling *r, const char *word)
{
    struct ho_said stage;

    return said_of(r, r->entry->crm.stage, &stage) &&
           ho_said_is(&stage, word) && ho_said_has(&r->cell->said, word);
}

static void check_stage(const struct ruling *r)
{
    const struct ho_said *said = &r->cell->said;
    const char *other = NULL;

    if (ho_said_has(said, ho_stage_words[r->entry->stage]))
        return;
    for (size_t i = 0; i < COUNT(crm_stages); i++) {
        if (says_crm_stage(r, crm_stages[i]))
            return;
        if (ho_said_has(said, crm_stages[i]))
            other = crm_stages[i];
    }
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++)
        if (ho_said_has(said, ho_stage_words[i]))
            other = ho_stage_words[i];
    if (other)
        found(r, HANDOFF_ANSWER_CODE_STAGE,
              ho_arena_format(r->a->arena, "%s; in the CRM %s",
                              stage_names[r->entry->stage],
                              r->entry->crm.stage),
              "the first broken hand-off of this lead is elsewhere");
}

static void check_situation(const struct ruling *r, int situation)
{
    const struct ho_place at = ho_cell_place(r->cell);

    if (situation >= 0 && situation != (int)r->entry->situation)
        ho_answer_found(r->a, HANDOFF_ANSWER_CODE_SITUATION, &at,
                        situations[situation], situations[r->entry->situation],
                        "another hand-off is the first broken one");
}

static const char *wanted_route(const struct handoff_entry *e)
{
    return e->situation == HANDOFF_SITUATION_RAW
               ? "none yet: the lead has no usable summary"
               : handoff_route_name(e->route);
}

static void check_route(const struct ruling *r)
{
    static const char *const words[][3] = {
        [HANDOFF_ROUTE_PURSUE] = { "pursue", "pursued", "pursuing" },
        [HANDOFF_ROUTE_NURTURE] = { "nurture", "nurtured", "nurturing" },
        [HANDOFF_ROUTE_ENRICH] = { "enrich", "enriching", "enrichment" },
        [HANDOFF_ROUTE_SKIP] = { "skip", "skipped", "skipping" }
    };
    const bool raw = r->entry->situation == HANDOFF_SITUATION_RAW;
    bool other = false;

    if (is_blank(&r->cell->said))
        return;
    for (size_t i = 0; i < COUNT(words); i++)
        for (size_t k = 0; k < 3; k++) {
            if (!ho_said_has(&r->cell->said, words[i][k]))
                continue;
            if (!raw && (enum handoff_route)i == r->entry->route)
                return;
            other = true;
        }
    if (other)
        found(r, HANDOFF_ANSWER_CODE_ROUTE, wanted_route(r->entry),
              raw ? "a route is not guessed from a bare notification"
                  : ho_arena_format(r->a->arena, "rule %s decides",
                                    r->entry->route_from_crm
                                        ? "of the CRM record"
                                        : r->entry->decision->rule));
}

/* --- owner ---------------------------------------------------------------- */

/* Words that every desk has. */
static bool is_desk_word(const struct ho_said *said, size_t i)
{
    static const char *const words[] = { "the", "queue", "desk",   "team",
                                         "of",  "owner", "account" };

    for (size_t k = 0; k < COUNT(words); k++)
        if (ho_said_at(said, i, words[k]) > 0)
            return true;
    return false;
}

/* "ops" of "operations", "admin" of "administrator" */
static bool is_short_for(struct handoff_slice word, const struct ho_said *name)
{
    if (word.len > 2 && word.ptr[word.len - 1] == 's')
        word.len--;
    for (size_t i = 0; i < name->count; i++) {
        const struct handoff_slice full = ho_said_norm(name, i, i + 1);

        if (full.len >= word.len && memcmp(full.ptr, word.ptr, word.len) == 0)
            return true;
    }
    return false;
}

/* Does the text name that owner, whole or in short, and nobody else? */
static bool names_owner(const struct ho_said *said, const struct ho_said *name)
{
    size_t known = 0;

    if (name->count == 0)
        return false;
    if (ho_said_has(said, name->norm))
        return true;
    for (size_t i = 0; i < said->count; i++) {
        if (is_desk_word(said, i))
            continue;
        if (!is_short_for(ho_said_norm(said, i, i + 1), name))
            return false;
        known++;
    }
    return known > 0;
}

static bool is_known_owner(const struct ruling *r)
{
    for (size_t i = 0; i < r->a->owners; i++)
        if (names_owner(&r->cell->said, &r->a->owner[i]))
            return true;
    return false;
}

static void check_owner(const struct ruling *r)
{
    const char *owner = r->entry->owner;
    const char *want = *owner ? owner : "nobody yet: assign an owner";
    struct ho_said name;

    if (is_blank(&r->cell->said) ||
        ho_said_at(&r->cell->said, 0, "assign") > 0 ||
        !said_of(r, owner, &name) || names_owner(&r->cell->said, &name))
        return;
    if (is_known_owner(r))
        found(r, HANDOFF_ANSWER_CODE_OTHER_OWNER, want,
              "the CRM and the rules name another owner for this lead");
    else
        found(r, HANDOFF_ANSWER_CODE_OWNER, want,
              "neither the CRM nor the rules name this owner");
}

/* --- actions and dates -----------------------------------------------------
 */

/* The answer says what the map says. */
static bool says(const struct ruling *r, const char *text)
{
    struct ho_said want;

    return *text && said_of(r, text, &want) && want.count > 0 &&
           ho_said_has(&r->cell->said, want.norm);
}

static void check_action(const struct ruling *r)
{
    const struct handoff_slice action =
        ho_forbidden_action(&r->cell->said, r->entry->situation);

    if (action.len == 0 || says(r, r->entry->next_action))
        return;
    found(r, HANDOFF_ANSWER_CODE_ACTION, r->entry->next_action,
          ho_arena_format(r->a->arena, "\"%.*s\" is not what \"%s\" allows",
                          (int)action.len, action.ptr,
                          situations[r->entry->situation]));
}

static void check_last_action(const struct ruling *r)
{
    static const char *const contact[] = { "sent",        "called",  "emailed",
                                           "contacted",   "met",     "replied",
                                           "reached out", "spoke",   "demoed",
                                           "demo held",   "meeting", "call",
                                           "offered",     "quoted" };

    if (says(r, r->entry->crm.last_action) ||
        strcmp(r->entry->crm.last_action, "outreach sent") == 0 ||
        strcmp(r->entry->crm.last_action, "reply received") == 0)
        return;
    for (size_t i = 0; i < COUNT(contact); i++)
        if (ho_said_has(&r->cell->said, contact[i]) &&
            !ho_said_has(&r->cell->said, "not") &&
            !ho_said_has(&r->cell->said, "no")) {
            found(r, HANDOFF_ANSWER_CODE_HISTORY, r->entry->crm.last_action,
                  "the record shows no contact with this lead");
            return;
        }
}

/* The first full date of the text. */
static bool date_of(const struct ho_said *said, int64_t *time)
{
    for (size_t i = 0; i + 2 < said->count; i++)
        if (ho_said_norm(said, i, i + 1).len == 4 &&
            handoff_time_parse(ho_said_part(said, i, i + 3), time))
            return true;
    return false;
}

static bool is_urgent(enum handoff_situation s)
{
    return s == HANDOFF_SITUATION_PURSUE || s == HANDOFF_SITUATION_BLOCKED ||
           s == HANDOFF_SITUATION_RAW;
}

static void check_date(const struct ruling *r)
{
    const int64_t today = ho_day_of(r->a->as_of);
    char want[HANDOFF_TIME_TEXT];
    int64_t time, day;

    if (!date_of(&r->cell->said, &time) || says(r, r->entry->crm.date))
        return;
    day = ho_day_of(time);
    handoff_date_text(r->entry->due, want);
    if (day < today)
        found(r, HANDOFF_ANSWER_CODE_DATE, ho_arena_text(r->a->arena, want),
              "the date is past");
    else if (is_urgent(r->entry->situation) && !r->entry->settled &&
             day > ho_day_of(r->entry->due) + 1)
        found(r, HANDOFF_ANSWER_CODE_DATE, ho_arena_text(r->a->arena, want),
              "the rules' time to act ends before that");
}

/* --- all ------------------------------------------------------------------ */

static void check_cell(const struct ruling *r)
{
    check_situation(r, r->cell->situation);
    switch (r->cell->label) {
    case HO_LABEL_STAGE:
        check_stage(r);
        break;
    case HO_LABEL_SITUATION:
        check_situation(r, ho_situation_of(&r->cell->said));
        break;
    case HO_LABEL_ROUTE:
        check_route(r);
        break;
    case HO_LABEL_OWNER:
        check_owner(r);
        break;
    case HO_LABEL_NEXT:
        check_action(r);
        break;
    case HO_LABEL_LAST:
        check_last_action(r);
        break;
    case HO_LABEL_DATE:
        check_date(r);
        break;
    default:
        break;
    }
}

/* "12 leads" of a batch of ten.  Fewer may be some of them. */
static void check_count(struct ho_answer *a, const struct ho_cell *cell)
{
    const int64_t leads = (int64_t)handoff_map_count(a->map);
    const struct ho_place at = ho_cell_place(cell);
    int64_t number;

    for (size_t i = 0; i + 1 < cell->said.count; i++)
        if ((ho_said_at(&cell->said, i + 1, "leads") ||
             ho_said_at(&cell->said, i + 1, "lead")) &&
            ho_read_whole(ho_said_norm(&cell->said, i, i + 1), &number) &&
            number > leads)
            ho_answer_found(
                a, HANDOFF_ANSWER_CODE_CLAIM, &at,
                ho_arena_copy(a->arena, ho_said_part(&cell->said, i, i + 2)),
                ho_arena_format(a->arena, "%zu leads",
                                handoff_map_count(a->map)),
                "the batch has fewer leads");
}

enum handoff_status ho_answer_check_rules(struct ho_answer *a,
                                          struct handoff_error *err)
{
    for (size_t i = 0; i < a->cells; i++) {
        struct ruling r = { .a = a, .cell = &a->cell[i], .err = err };

        if (r.cell->lead < 0) {
            check_count(a, r.cell);
            continue;
        }
        r.entry = handoff_map_entry(a->map, (size_t)r.cell->lead);
        check_cell(&r);
    }
    return a->failed == HANDOFF_OK
               ? ho_arena_status(a->arena, "the answer", err)
               : a->failed;
}
