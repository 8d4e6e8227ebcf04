/* playbook.h - the map while it is being made, and the policy's sections
 * that only this stage reads. */
#ifndef HANDOFF_PLAYBOOK_PLAYBOOK_H
#define HANDOFF_PLAYBOOK_PLAYBOOK_H

#include <handoff/playbook.h>

#include "base/arena.h"

/* `qualification:`, `open_risks:`, `nurture:` and `priority:`. */
struct ho_playbook {
    int64_t questions_at_most;
    const int *risk; /* fields that are an open risk while Unknown */
    size_t risk_count;
    int64_t review_after; /* seconds */
    int64_t weight[HANDOFF_FACTOR_COUNT];
    int intent_field;      /* whose value tells the current intent, or
                            * HANDOFF_NO_FIELD */
    const int64_t *intent; /* factor for each of its values */
};

struct handoff_map {
    struct handoff_map_input in;
    struct ho_playbook book;
    struct handoff_entry *entry;
    size_t count;
    size_t removed; /* recommendations, by the QA check */
    size_t uncited; /* claims, by the same */
    struct ho_arena *arena;
};

enum handoff_status ho_playbook_read(struct ho_arena *arena,
                                     const struct handoff_policy *policy,
                                     struct ho_playbook *book,
                                     struct handoff_error *err);

/* One lead as far as the rules have brought it. */
struct ho_stand {
    const struct handoff_policy *policy;
    const struct handoff_brief *brief;
    const struct handoff_decision *decision;
    int64_t as_of;
};

void ho_qualify(struct ho_arena *arena, const struct ho_playbook *book,
                const struct ho_stand *at, struct handoff_qualification *out);
/* Add what qualification still needs, cheapest first. */
void ho_ask_gaps(struct ho_arena *arena, const struct ho_stand *at,
                 int64_t at_most, struct handoff_qualification *out);
/* Nobody can be asked for a seniority: who tells the role tells both. */
int ho_askable(const struct handoff_brief *brief, int field);

/* The steps that fill an entry, in this order; the two checks are the
 * playbook's QA check. */
void ho_entry_check_claims(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_place(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_term(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_ask(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_act(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_check(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_crm(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_summary(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_flag(struct handoff_map *map, struct handoff_entry *e);
void ho_entry_score(struct handoff_map *map, struct handoff_entry *e);

/* The recorded follow-up date is still to come. */
bool ho_entry_waits(const struct handoff_map *map,
                    const struct handoff_entry *e);
void ho_flag(struct handoff_map *map, struct handoff_entry *e,
             enum handoff_flag_code code, const char *detail);

/* --- what the CRM's own words say --- */

/* The text of a CRM value of the lead; a slice of length 0 where absent. */
struct handoff_slice ho_crm_text(const struct handoff_lead *lead,
                                 enum handoff_crm what);
/* How it is cited: "crm:Owner"; "" where absent. */
const char *ho_crm_cite(const struct handoff_lead *lead, enum handoff_crm what);
/* One of HANDOFF_ROUTE_MAP, or -1. */
int ho_crm_route(const struct handoff_lead *lead);
bool ho_crm_is_qualified(const struct handoff_lead *lead);
bool ho_crm_is_enriched(const struct handoff_lead *lead);
bool ho_crm_was_sent(const struct handoff_lead *lead);
bool ho_crm_was_answered(const struct handoff_lead *lead);
bool ho_crm_is_closed(const struct handoff_lead *lead);
/* The follow-up date; false where none can be read. */
bool ho_crm_follow_up(const struct handoff_lead *lead, int64_t *time);

/* --- facts in a few words, in the arena --- */

/* A name as people write it: see ho_write_out. */
const char *ho_words_of(struct ho_arena *arena, const char *name);
/* `"we lose leads" [message]`; "" for a field that is not known. */
const char *ho_fact_said(struct ho_arena *arena,
                         const struct handoff_brief *brief, int field);
/* The same behind the field's name. */
const char *ho_fact(struct ho_arena *arena, const struct handoff_brief *brief,
                    int field);
/* `outreach "Sent, no reply" [crm:Outreach]`; "" where absent. */
const char *ho_crm_said(struct ho_arena *arena, const struct handoff_lead *lead,
                        enum handoff_crm what, const char *name);
/* The facts that settle the decision, and its rule. */
const char *ho_decision_evidence(struct ho_arena *arena,
                                 const struct handoff_brief *brief,
                                 const struct handoff_decision *decision);

/* "company, role and country" of field names, underscores as spaces. */
const char *ho_field_list(struct handoff_map *map, const int *field,
                          size_t count);
/* A field's name as people write it. */
const char *ho_field_words(struct handoff_map *map, int field);

#endif
