/* map_json.c - the seven sections, in the playbook's order; see
 * handoff_map_json and schemas/system-map.schema.json */
#include "playbook/map_json.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

enum { JSON_BYTES = 1 << 30, FIRST_ACTIONS = 3 };

/* What of the map is written: entries from `from` to before `to`. */
struct part {
    const struct handoff_map *map;
    size_t from, to;
    const struct handoff_map_view *view;
};

static const struct {
    const char *name, *decision, *output;
} stages[] = {
#define X(name, text, decision, output) { text, decision, output },
    HANDOFF_STAGE_MAP(X)
#undef X
};

static const char *const situations[] = {
#define X(name, text) text,
    HANDOFF_SITUATION_MAP(X)
#undef X
};

static const char *const conversions[] = {
#define X(name, text) text,
    HANDOFF_CONVERTS_MAP(X)
#undef X
};

static const struct {
    const char *code, *text;
} flags[] = {
#define X(name, code, text) { code, text },
    HANDOFF_FLAG_MAP(X)
#undef X
};

/* The first of company, person and e-mail address that is known; else the
 * lead's id. */
static const char *who(const struct handoff_entry *e)
{
    static const enum handoff_type types[] = { HANDOFF_TYPE_COMPANY,
                                               HANDOFF_TYPE_PERSON,
                                               HANDOFF_TYPE_EMAIL };
    const struct handoff_fields *fields = e->brief->fields;

    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        for (size_t i = 0; i < fields->count; i++)
            if (fields->item[i].type == types[t] &&
                e->brief->claim[i].class != HANDOFF_UNKNOWN)
                return e->brief->claim[i].value;
    return e->lead->id;
}

void ho_map_write_who(struct ho_writer *w, const struct handoff_entry *e)
{
    ho_write_text(w, "lead", e->lead->id);
    ho_write_text(w, "who", who(e));
}

static void write_due(struct ho_writer *w, const struct handoff_entry *e)
{
    char date[HANDOFF_TIME_TEXT];

    handoff_date_text(e->due, date);
    ho_write_text(w, "due", date);
    ho_write_bool(w, "due_now", e->due_now);
}

/* What each factor adds, in the order of "weights". */
static void write_points(struct ho_writer *w, const struct handoff_map *map,
                         const struct handoff_entry *e)
{
    ho_write_array(w, "points");
    for (size_t i = 0; i < HANDOFF_FACTOR_COUNT; i++)
        ho_write_integer(w, NULL, map->book.weight[i] * e->factor[i]);
    ho_write_end_array(w);
    ho_write_integer(w, "sum", e->sum);
    ho_write_integer(w, "score", e->score);
}

/* The reply that stopped it, the CRM, or the rule; NULL: nobody chose one. */
static const char *route_from(const struct handoff_entry *e)
{
    if (e->stop)
        return e->stop->cite;
    if (e->route_from_crm)
        return "crm:route";
    return e->situation == HANDOFF_SITUATION_RAW ? NULL : e->decision->rule;
}

static void write_stage_map(struct ho_writer *w, const struct part *p)
{
    ho_write_array(w, "stage_map");
    for (size_t i = p->from; i < p->to; i++) {
        const struct handoff_entry *e = &p->map->entry[i];
        const bool routed = e->situation != HANDOFF_SITUATION_RAW;

        ho_write_object(w, NULL);
        ho_map_write_who(w, e);
        ho_write_text(w, "stage", stages[e->stage].name);
        ho_write_text(w, "situation", situations[e->situation]);
        ho_write_text(w, "route", routed ? handoff_route_name(e->route) : NULL);
        ho_write_text(w, "route_from", route_from(e));
        if (routed && !e->route_from_crm && !e->stop)
            ho_write_integer(w, "confidence", e->decision->outcome.confidence);
        else
            ho_write_null(w, "confidence");
        ho_write_text(w, "owner", e->owner);
        write_points(w, p->map, e);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* A lead whose record is complete and waits for its date blocks nothing. */
static void write_blocked(struct ho_writer *w, const struct part *p)
{
    ho_write_array(w, "blocked_decisions");
    for (size_t i = p->from; i < p->to; i++) {
        const struct handoff_entry *e = &p->map->entry[i];

        if (e->settled)
            continue;
        ho_write_object(w, NULL);
        ho_map_write_who(w, e);
        ho_write_text(w, "stage", stages[e->stage].name);
        ho_write_text(w, "decision", stages[e->stage].decision);
        ho_write_text(w, "required_output", e->required_output);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_enrich(struct ho_writer *w, const struct handoff_entry *e)
{
    const struct handoff_fields *fields = e->brief->fields;

    ho_write_array(w, "enrich");
    for (size_t i = 0; i < e->enrich_count; i++)
        ho_write_text(w, NULL, fields->item[e->enrich[i]].name);
    ho_write_end_array(w);
    ho_write_array(w, "questions");
    for (size_t i = 0; i < e->question_count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "field", fields->item[e->question[i]].name);
        ho_write_text(w, "question", e->brief->claim[e->question[i]].question);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* By the clock of the queue that owes the answer. */
static void write_term(struct ho_writer *w, const struct part *p,
                       const struct handoff_entry *e)
{
    const struct handoff_term *t = &e->term;
    const char *owner = e->decision->outcome.owner;
    char from[HANDOFF_LOCAL_TEXT], until[HANDOFF_LOCAL_TEXT];

    if (!t->until) {
        ho_write_null(w, "term");
        return;
    }
    handoff_owner_time_text(p->map->in.policy, owner, t->from, from);
    handoff_owner_time_text(p->map->in.policy, owner, t->until, until);
    ho_write_object(w, "term");
    ho_write_text(w, "from", from);
    ho_write_text(w, "until", until);
    ho_write_bool(w, "late", t->until < p->map->in.as_of);
    ho_write_text(w, "left", t->words);
    ho_write_end_object(w);
}

/* Only where something is sold; what is closed or nurtured has its reason in
 * the action. */
static void write_fit(struct ho_writer *w, const struct handoff_entry *e)
{
    const bool asked = e->stage == HANDOFF_STAGE_QUALIFICATION;

    ho_write_text(w, "fit", asked ? handoff_fit_name(e->qualified.fit) : NULL);
    ho_write_text(w, "fit_from",
                  asked && *e->qualified.rule ? e->qualified.rule : NULL);
}

static void write_action(struct ho_writer *w, const struct part *p,
                         const struct handoff_entry *e)
{
    const struct handoff_past *past =
        p->view->past ? &p->view->past[e->index] : NULL;

    ho_write_object(w, NULL);
    ho_map_write_who(w, e);
    ho_write_text(w, "action", e->next_action);
    ho_write_text(w, "owner", e->owner);
    write_due(w, e);
    write_term(w, p, e);
    ho_write_text(w, "converts_to", conversions[e->converts_to]);
    write_fit(w, e);
    ho_write_text(w, "drafts", past ? past->drafts : "");
    ho_write_text(w, "last_response", past ? past->response : "");
    write_enrich(w, e);
    ho_write_end_object(w);
}

static void write_selector(struct ho_writer *w, const struct part *p)
{
    ho_write_array(w, "next_actions");
    for (size_t s = 0; s < HANDOFF_SITUATION_COUNT; s++) {
        size_t count = 0;

        ho_write_object(w, NULL);
        ho_write_text(w, "situation", situations[s]);
        ho_write_array(w, "leads");
        for (size_t i = p->from; i < p->to; i++) {
            if (p->map->entry[i].situation != (enum handoff_situation)s ||
                !*p->map->entry[i].next_action)
                continue;
            write_action(w, p, &p->map->entry[i]);
            count++;
        }
        ho_write_end_array(w);
        ho_write_integer(w, "count", (int64_t)count);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_updates(struct ho_writer *w, const struct part *p)
{
    ho_write_array(w, "crm_updates");
    for (size_t i = p->from; i < p->to; i++) {
        const struct handoff_entry *e = &p->map->entry[i];

        ho_write_object(w, NULL);
        ho_map_write_who(w, e);
        ho_write_text(w, "stage", e->crm.stage);
        ho_write_text(w, "owner", e->crm.owner);
        ho_write_text(w, "last_action", e->crm.last_action);
        ho_write_text(w, "next_action", e->crm.next_action);
        ho_write_text(w, "date", e->crm.date);
        ho_write_text(w, "evidence_note", e->crm.evidence_note);
        ho_write_text(w, "open_risk", e->crm.open_risk);
        ho_write_text(w, "missing", e->crm.missing);
        ho_write_text(w, "owner_from", e->owner_from);
        ho_write_text(w, "action_from", e->action_from);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_flag(struct ho_writer *w, enum handoff_flag_code code,
                       const char *detail)
{
    ho_write_text(w, "flag", flags[code].code);
    ho_write_text(w, "meaning", flags[code].text);
    ho_write_text(w, "detail", detail);
    ho_write_end_object(w);
}

/* The policy decided every lead: what is to be said of it is said once. */
static void write_policy_risk(struct ho_writer *w, const struct part *p)
{
    char who[sizeof "all 18446744073709551615 leads"];

    if (!p->map->in.unapproved || p->map->count == 0)
        return;
    snprintf(who, sizeof who, "all %zu lead%s", p->map->count,
             p->map->count == 1 ? "" : "s");
    ho_write_object(w, NULL);
    ho_write_null(w, "lead");
    ho_write_text(w, "who", who);
    write_flag(w, HANDOFF_FLAG_UNAPPROVED_POLICY, p->map->in.unapproved);
}

static void write_risks(struct ho_writer *w, const struct part *p)
{
    ho_write_array(w, "risks");
    write_policy_risk(w, p);
    for (size_t i = p->from; i < p->to; i++) {
        const struct handoff_entry *e = &p->map->entry[i];

        for (size_t f = 0; f < e->flag_count; f++) {
            if (e->flag[f].code == HANDOFF_FLAG_UNAPPROVED_POLICY)
                continue;
            ho_write_object(w, NULL);
            ho_map_write_who(w, e);
            write_flag(w, e->flag[f].code, e->flag[f].detail);
        }
    }
    ho_write_end_array(w);
}

static bool is_action(const struct handoff_entry *e, bool due_now)
{
    return e->due_now == due_now && *e->next_action && !e->settled;
}

static void write_first(struct ho_writer *w, const struct handoff_entry *e,
                        int number)
{
    ho_write_object(w, NULL);
    ho_write_integer(w, "number", number);
    ho_map_write_who(w, e);
    ho_write_text(w, "owner", *e->owner ? e->owner : "assign an owner");
    ho_write_text(w, "action", e->next_action);
    ho_write_text(w, "because", e->crm.evidence_note);
    ho_write_integer(w, "score", e->score);
    ho_write_end_object(w);
}

/* By priority, what is due today first; where that is fewer than three, the
 * most important of the rest can be begun today. */
static void write_first_three(struct ho_writer *w,
                              const struct handoff_map *map)
{
    int number = 0;

    ho_write_array(w, "first_three");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < map->count && number < FIRST_ACTIONS; i++)
            if (is_action(&map->entry[i], pass == 0))
                write_first(w, &map->entry[i], ++number);
    ho_write_end_array(w);
}

static void write_refused(struct ho_writer *w, const struct handoff_map *map)
{
    const struct handoff_batch *batch = map->in.batch;

    ho_write_array(w, "refused_rows");
    for (size_t i = 0; i < handoff_batch_refused_count(batch); i++) {
        const struct handoff_refused *r = handoff_batch_refused(batch, i);

        ho_write_object(w, NULL);
        ho_write_text(w, "file", r->file);
        ho_write_integer(w, "line", (int64_t)r->line);
        ho_write_text(w, "reason", r->reason);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_identity(struct ho_writer *w, const struct handoff_map *map)
{
    const struct handoff_policy *p = map->in.policy;
    const struct handoff_made_by *made =
        map->count > 0 ? &map->entry[0].brief->made_by : NULL;
    char time[HANDOFF_TIME_TEXT];

    handoff_time_text(map->in.as_of, time);
    ho_write_text(w, "as_of", time);
    ho_write_object(w, "policy");
    ho_write_text(w, "name", handoff_policy_name(p));
    ho_write_text(w, "version", handoff_policy_version(p));
    ho_write_text(w, "sha256", handoff_policy_sha256(p));
    ho_write_end_object(w);
    ho_write_text(w, "endpoint", made ? made->endpoint : NULL);
    ho_write_text(w, "model", made && *made->model ? made->model : NULL);
}

static void write_weights(struct ho_writer *w, const struct handoff_map *map)
{
    static const char *const names[] = {
#define X(name, word) word,
        HANDOFF_FACTOR_MAP(X)
#undef X
    };

    ho_write_array(w, "weights");
    for (size_t i = 0; i < HANDOFF_FACTOR_COUNT; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "factor", names[i]);
        ho_write_integer(w, "weight", map->book.weight[i]);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static size_t page_count(const struct handoff_map *map)
{
    return map->count == 0
               ? 1
               : (map->count + HANDOFF_MAP_PAGE - 1) / HANDOFF_MAP_PAGE;
}

static void write_page(struct ho_writer *w, const struct part *p)
{
    if (p->view->page == 0) {
        ho_write_null(w, "page");
        return;
    }
    ho_write_object(w, "page");
    ho_write_integer(w, "number", (int64_t)p->view->page);
    ho_write_integer(w, "of", (int64_t)page_count(p->map));
    ho_write_integer(w, "from", (int64_t)(p->to > 0 ? p->from + 1 : 0));
    ho_write_integer(w, "to", (int64_t)p->to);
    ho_write_end_object(w);
}

static enum handoff_status write_part(const struct part *p, char **json,
                                      struct handoff_error *err)
{
    const struct handoff_map *map = p->map;
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&b, JSON_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    write_identity(&w, map);
    write_page(&w, p);
    write_weights(&w, map);
    ho_map_write_health(&w, map);
    write_stage_map(&w, p);
    write_blocked(&w, p);
    write_selector(&w, p);
    write_updates(&w, p);
    write_risks(&w, p);
    write_first_three(&w, map);
    status = ho_map_write_leads(&w, map, p->from, p->to, err);
    write_refused(&w, map);
    ho_write_end_object(&w);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&b, "the map as JSON", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_map_view_json(const struct handoff_map *map,
                                          const struct handoff_map_view *view,
                                          char **json,
                                          struct handoff_error *err)
{
    struct part p = { .map = map, .to = map->count, .view = view };

    if (view->page > page_count(map))
        return ho_fail(err, HANDOFF_USAGE,
                       "there is no page %zu: the map of %zu leads has %zu; "
                       "name one of them",
                       view->page, map->count, page_count(map));
    if (view->page > 0)
        p.from = (view->page - 1) * HANDOFF_MAP_PAGE;
    if (view->page > 0 && p.to - p.from > HANDOFF_MAP_PAGE)
        p.to = p.from + HANDOFF_MAP_PAGE;
    return write_part(&p, json, err);
}

enum handoff_status handoff_map_json(const struct handoff_map *map, char **json,
                                     struct handoff_error *err)
{
    return handoff_map_view_json(map, &(struct handoff_map_view){ .page = 0 },
                                 json, err);
}
