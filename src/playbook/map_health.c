/* map_health.c - the system health summary; see playbook/map_json.h */
#include "base/clock.h"
#include "playbook/map_json.h"

static const char *const stage_names[] = {
#define X(name, text, decision, output) text,
    HANDOFF_STAGE_MAP(X)
#undef X
};

struct health {
    size_t by_stage[HANDOFF_STAGE_COUNT];
    size_t blocked_at[HANDOFF_STAGE_COUNT];
    size_t by_route[HANDOFF_ROUTE_SKIP + 1];
    size_t claims[HANDOFF_UNKNOWN + 1];
    size_t refused_claims, blocked, overdue, no_owner, degraded, due_now;
    size_t late, incomplete;
};

static bool has_flag(const struct handoff_entry *e, enum handoff_flag_code code)
{
    for (size_t i = 0; i < e->flag_count; i++)
        if (e->flag[i].code == code)
            return true;
    return false;
}

static void count_entry(struct health *h, const struct handoff_entry *e,
                        int64_t as_of)
{
    h->by_stage[e->stage]++;
    h->blocked_at[e->stage] += !e->settled;
    if (e->situation != HANDOFF_SITUATION_RAW)
        h->by_route[e->route]++;
    for (size_t i = 0; i < e->brief->fields->count; i++)
        if (handoff_brief_lists(e->brief, i))
            h->claims[e->brief->claim[i].class]++;
    for (size_t i = 0; i < e->flag_count; i++)
        h->refused_claims += e->flag[i].code == HANDOFF_FLAG_CLAIM_REFUSED ||
                             e->flag[i].code == HANDOFF_FLAG_CONTRADICTION;
    h->blocked += !e->settled;
    h->overdue += has_flag(e, HANDOFF_FLAG_OVERDUE);
    h->no_owner += has_flag(e, HANDOFF_FLAG_NO_OWNER);
    h->degraded += e->brief->degraded;
    h->due_now += e->due_now;
    h->late += e->term.until && e->term.until < as_of;
    h->incomplete += *e->crm.missing != '\0';
}

/* The playbook's batch: what a person can act on in a day. */
static const char *note(size_t leads)
{
    if (leads > 0 && leads < HANDOFF_MAP_LEAST)
        return "fewer than 5 leads; the map is meant for 5 to 25 at a time";
    return leads > HANDOFF_MAP_PAGE
               ? "more than 25 leads, the batch that the map is meant for; "
                 "take them page by page, by priority"
               : "";
}

static size_t worst_stage(const struct health *h)
{
    size_t worst = 0;

    for (size_t i = 1; i < HANDOFF_STAGE_COUNT; i++)
        if (h->blocked_at[i] > h->blocked_at[worst])
            worst = i;
    return worst;
}

static void write_stages(struct ho_writer *w, const struct health *h,
                         size_t leads)
{
    ho_write_array(w, "by_stage");
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "stage", stage_names[i]);
        ho_write_integer(w, "count", (int64_t)h->by_stage[i]);
        ho_write_integer(w, "percent",
                         leads ? (int64_t)(100 * h->by_stage[i] / leads) : 0);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_routes(struct ho_writer *w, const struct health *h)
{
    ho_write_array(w, "by_route");
    for (int i = 0; i <= HANDOFF_ROUTE_SKIP; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "route", handoff_route_name((enum handoff_route)i));
        ho_write_integer(w, "count", (int64_t)h->by_route[i]);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_counts(struct ho_writer *w, const struct handoff_map *map,
                         const struct health *h)
{
    const size_t worst = worst_stage(h);

    ho_write_integer(w, "leads", (int64_t)map->count);
    ho_write_text(w, "note", note(map->count));
    ho_write_integer(w, "blocked", (int64_t)h->blocked);
    ho_write_text(w, "most_blocked_stage",
                  h->blocked_at[worst] ? stage_names[worst] : "none");
    ho_write_integer(w, "due_now", (int64_t)h->due_now);
    ho_write_integer(w, "overdue", (int64_t)h->overdue);
    ho_write_integer(w, "late", (int64_t)h->late);
    ho_write_integer(w, "incomplete_records", (int64_t)h->incomplete);
    ho_write_integer(w, "without_owner", (int64_t)h->no_owner);
    ho_write_integer(w, "degraded", (int64_t)h->degraded);
    ho_write_integer(w, "refused_rows",
                     (int64_t)handoff_batch_refused_count(map->in.batch));
    ho_write_integer(w, "refused_claims", (int64_t)h->refused_claims);
    ho_write_integer(w, "removed_recommendations", (int64_t)map->removed);
    ho_write_integer(w, "removed_claims", (int64_t)map->uncited);
    ho_write_integer(w, "explicit", (int64_t)h->claims[HANDOFF_EXPLICIT]);
    ho_write_integer(w, "inferred", (int64_t)h->claims[HANDOFF_INFERRED]);
    ho_write_integer(w, "unknown", (int64_t)h->claims[HANDOFF_UNKNOWN]);
}

void ho_map_write_health(struct ho_writer *w, const struct handoff_map *map)
{
    struct health h = { 0 };

    for (size_t i = 0; i < map->count; i++)
        count_entry(&h, &map->entry[i], map->in.as_of);
    ho_write_object(w, "health");
    write_counts(w, map, &h);
    write_stages(w, &h, map->count);
    write_routes(w, &h);
    ho_write_end_object(w);
}
