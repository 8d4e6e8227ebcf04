/* outcome.c - what a decision leaves behind for people and the CRM. */
#include <stdlib.h>

#include "base/json.h"
#include "record/record.h"

enum { CRM_BYTES = 1 << 20, RECORD_ID = 64, NONE = 5 /* "none " */ };

static const int64_t YEAR_10000 = INT64_C(253402300800);

static const char *const stages[] = {
#define X(name, text, decision, output) text,
    HANDOFF_STAGE_MAP(X)
#undef X
};

static const char *const flag_codes[] = {
#define X(name, code, text) code,
    HANDOFF_FLAG_MAP(X)
#undef X
};

static void write_flags(struct ho_writer *w, const struct handoff_entry *e)
{
    ho_write_array(w, "flags");
    for (size_t i = 0; i < e->flag_count; i++) {
        /* the policy's, and gone once it is approved: the queue has it */
        if (e->flag[i].code == HANDOFF_FLAG_UNAPPROVED_POLICY)
            continue;
        ho_write_object(w, NULL);
        ho_write_text(w, "flag", flag_codes[e->flag[i].code]);
        ho_write_text(w, "detail", e->flag[i].detail);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static bool is_record_id(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
              (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
              (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == '-'))
            return false;
    return s.len > 0 && s.len <= RECORD_ID;
}

/* The CRM's own number of the lead, out of a sheet of ours.  What a form sends
 * under that label would let its writer choose whose record is changed. */
static void write_record_id(struct ho_writer *w,
                            const struct handoff_lead *lead)
{
    if (strcmp(lead->origin.kind, "csv") != 0)
        return;
    for (size_t i = 0; i < lead->count; i++)
        if (ho_slice_is_nocase(ho_slice(lead->value[i].label), "record id") &&
            is_record_id(lead->value[i].text)) {
            ho_write_slice(w, "record_id", lead->value[i].text);
            return;
        }
}

static void write_crm(struct ho_writer *w, const struct handoff_entry *e)
{
    const struct handoff_crm_update *crm = &e->crm;

    ho_write_object(w, NULL);
    ho_write_text(w, "stage", crm->stage);
    ho_write_text(w, "owner", crm->owner);
    ho_write_text(w, "last_action", crm->last_action);
    ho_write_text(w, "next_action", crm->next_action);
    ho_write_text(w, "date", crm->date);
    ho_write_text(w, "evidence_note", crm->evidence_note);
    ho_write_text(w, "open_risk", crm->open_risk);
    ho_write_text(w, "missing", crm->missing);
    write_record_id(w, e->lead);
    write_flags(w, e);
    ho_write_end_object(w);
}

static enum handoff_status make_crm(const struct handoff_entry *e,
                                    struct ho_arena *arena, const char **out,
                                    struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&b, CRM_BYTES);
    ho_writer_init(&w, &b, 0);
    write_crm(&w, e);
    status = ho_buffer_status(&b, "a CRM update", err);
    if (status == HANDOFF_OK)
        *out = ho_arena_copy(arena, ho_buffer_slice(&b));
    ho_buffer_release(&b);
    return status;
}

static bool has_flag(const struct handoff_entry *e, enum handoff_flag_code code)
{
    for (size_t i = 0; i < e->flag_count; i++)
        if (e->flag[i].code == code)
            return true;
    return false;
}

/* A person owns exceptions, real stages of the pipeline, and what the policy
 * has them approve: pursuit, unless it says otherwise.  What the CRM decided
 * already was a person's word; so is the reply that stopped a lead. */
static const char *needs(const struct handoff_entry *e, struct ho_arena *arena)
{
    const struct handoff_value *stage =
        handoff_lead_crm(e->lead, HANDOFF_CRM_STAGE);
    const bool review =
        !e->stop && !e->route_from_crm && e->decision->outcome.review;
    const bool moves = stage && !ho_slice_is_nocase(stage->text, e->crm.stage);

    return ho_arena_format(
        arena, "%s%s%s%s%s",
        *e->decision->exception && !e->stop
            ? ho_arena_format(arena, "exception %s, ", e->decision->exception)
            : "",
        review ? handoff_route_name(e->route) : "", review ? ", " : "",
        moves ? "stage move, " : "",
        has_flag(e, HANDOFF_FLAG_ROUTE_DIFFERS) ? "route move, " : "");
}

/* Without the last ", ". */
static const char *cut_end(const char *list, struct ho_arena *arena)
{
    const size_t len = strlen(list);

    return ho_arena_copy(arena,
                         (struct handoff_slice){ list, len > 2 ? len - 2 : 0 });
}

/* What the rows say of time: the JSON's words, for which SQL is too slow.  A
 * term behind the last year of four digits is none that a date can say. */
static void time_of(const struct handoff_policy *policy,
                    const struct handoff_entry *e, struct ho_outcome *out)
{
    const struct handoff_decision *d = e->decision;
    const struct handoff_slice risk = ho_slice(e->crm.open_risk);
    const bool none =
        risk.len >= NONE && ho_slice_is_nocase(ho_part(risk, 0, NONE), "none ");

    out->risk = none ? "" : e->crm.open_risk;
    out->stopped = d->stopped;
    if (!handoff_outcome_due(policy, &d->outcome, d->as_of, &out->term) ||
        out->term >= YEAR_10000)
        out->term = 0;
}

enum handoff_status ho_outcome_make(const struct handoff_policy *policy,
                                    const struct handoff_entry *e,
                                    struct ho_arena *arena,
                                    struct ho_outcome *out,
                                    struct handoff_error *err)
{
    char *json = NULL;
    enum handoff_status status =
        handoff_decision_json(policy, e->brief, e->decision, &json, err);

    if (status != HANDOFF_OK)
        return status;
    out->decision = ho_arena_text(arena, json);
    out->route = handoff_route_name(e->route);
    out->rule = e->stop             ? e->stop->cite
                : e->route_from_crm ? "crm:route"
                                    : e->decision->rule;
    out->stage = stages[e->stage];
    out->owner = e->owner;
    out->next_action = e->next_action;
    out->score = e->score;
    out->needs = cut_end(needs(e, arena), arena);
    handoff_date_text(e->due, out->due);
    time_of(policy, e, out);
    free(json);
    status = make_crm(e, arena, &out->crm, err);
    return status == HANDOFF_OK ? ho_arena_status(arena, "a decision", err)
                                : status;
}
