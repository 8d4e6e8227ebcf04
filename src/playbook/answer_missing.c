/* answer_missing.c - what a map has to hold and an answer lacks; see
 * playbook/answer.h */
#include "playbook/answer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { FIRST_ACTIONS = 3 };

static struct ho_place nowhere(int lead, enum handoff_section section)
{
    return (struct ho_place){
        .section = section, .lead = lead, .situation = -1, .label_text = ""
    };
}

static bool has(const struct ho_answer *a, enum handoff_section section)
{
    return (a->sections >> section & 1U) != 0;
}

static void check_sections(struct ho_answer *a)
{
    static const char *const names[] = {
#define X(name, text) text,
        HANDOFF_SECTION_MAP(X)
#undef X
    };

    for (int s = 0; s < HANDOFF_SECTION_COUNT; s++) {
        const struct ho_place at = nowhere(HO_NO_LEAD, (enum handoff_section)s);

        if (!has(a, (enum handoff_section)s))
            ho_answer_found(a, HANDOFF_ANSWER_CODE_NO_SECTION, &at, "",
                            names[s], "the section is not there");
    }
}

/* Which sections have to name the lead. */
static unsigned needs(const struct handoff_entry *e)
{
    const unsigned always =
        1U << HANDOFF_SECTION_STAGES | 1U << HANDOFF_SECTION_UPDATES;

    if (e->settled || !*e->next_action)
        return always;
    return always | 1U << HANDOFF_SECTION_BLOCKED |
           1U << HANDOFF_SECTION_SELECTOR;
}

static void check_lead(struct ho_answer *a, int lead,
                       const struct handoff_entry *e)
{
    const struct ho_place at = nowhere(lead, HANDOFF_SECTION_COUNT);

    if (!a->spoken[lead]) {
        ho_answer_found(a, HANDOFF_ANSWER_CODE_NO_LEAD, &at, "", e->next_action,
                        "the answer never names the lead");
        return;
    }
    for (int s = 0; s < HANDOFF_SECTION_COUNT; s++) {
        const struct ho_place in = nowhere(lead, (enum handoff_section)s);

        if (has(a, in.section) && (needs(e) & ~a->seen[lead] & 1U << s))
            ho_answer_found(a, HANDOFF_ANSWER_CODE_NO_LEAD, &in, "", "",
                            "this section has to name the lead");
    }
}

static bool is_empty(const struct ho_cell *cell)
{
    static const char *const words[] = { "none",        "n a",     "na",
                                         "tbd",         "unknown", "missing",
                                         "unassigned",  "not set", "pending",
                                         "not assigned" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (ho_said_is(&cell->said, words[i]))
            return true;
    return cell->said.count == 0;
}

static void check_fields(struct ho_answer *a, int lead,
                         const struct handoff_entry *e, unsigned labels)
{
    const struct {
        enum ho_label label;
        const char *name, *want;
    } fields[] = { { HO_LABEL_STAGE, "stage", e->crm.stage },
                   { HO_LABEL_OWNER, "owner", e->crm.owner },
                   { HO_LABEL_LAST, "last action", e->crm.last_action },
                   { HO_LABEL_NEXT, "next action", e->crm.next_action },
                   { HO_LABEL_DATE, "date", e->crm.date },
                   { HO_LABEL_RISK, "uncertainty", e->crm.open_risk } };
    const struct ho_place at = nowhere(lead, HANDOFF_SECTION_UPDATES);

    for (size_t i = 0; i < COUNT(fields); i++)
        if (*fields[i].want && !(labels & 1U << fields[i].label))
            ho_answer_found(
                a, HANDOFF_ANSWER_CODE_NO_FIELD, &at, "", fields[i].want,
                ho_arena_format(a->arena, "the CRM update has no %s",
                                fields[i].name));
}

static enum handoff_status check_updates(struct ho_answer *a,
                                         struct handoff_error *err)
{
    const size_t leads = handoff_map_count(a->map);
    unsigned *labels = ho_arena_alloc(a->arena, (leads + 1) * sizeof *labels);

    for (size_t i = 0; labels && i < a->cells; i++) {
        const struct ho_cell *cell = &a->cell[i];

        if (cell->section == HANDOFF_SECTION_UPDATES && cell->lead >= 0 &&
            !is_empty(cell))
            labels[cell->lead] |= 1U << cell->label;
    }
    for (size_t i = 0; labels && i < leads; i++)
        if (a->seen[i] & 1U << HANDOFF_SECTION_UPDATES)
            check_fields(a, (int)i, handoff_map_entry(a->map, i), labels[i]);
    return ho_arena_status(a->arena, "the answer", err);
}

static void check_first(struct ho_answer *a)
{
    const struct ho_place at = nowhere(HO_NO_LEAD, HANDOFF_SECTION_FIRST);
    size_t wanted = 0, said = 0;

    for (size_t i = 0; i < handoff_map_count(a->map); i++) {
        const struct handoff_entry *e = handoff_map_entry(a->map, i);

        wanted += !e->settled && *e->next_action && wanted < FIRST_ACTIONS;
    }
    for (size_t i = 0; i < a->cells; i++)
        said += a->cell[i].section == HANDOFF_SECTION_FIRST &&
                a->cell[i].label == HO_LABEL_NEXT;
    if (has(a, HANDOFF_SECTION_FIRST) && said < wanted)
        ho_answer_found(a, HANDOFF_ANSWER_CODE_NO_ACTION, &at, "",
                        ho_arena_format(a->arena, "%zu actions", wanted),
                        ho_arena_format(a->arena, "it has %zu", said));
}

enum handoff_status ho_answer_check_missing(struct ho_answer *a,
                                            struct handoff_error *err)
{
    check_sections(a);
    for (size_t i = 0; i < handoff_map_count(a->map); i++)
        check_lead(a, (int)i, handoff_map_entry(a->map, i));
    check_first(a);
    return check_updates(a, err);
}
