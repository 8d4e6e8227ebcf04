/* update.c - see record/update.h */
#include "record/update.h"

#include "base/json.h"
#include "record/cell.h"
#include "record/stops.h"
#include "record/suppress.h"

enum { DATE_BYTES = 10 /* 2026-09-24 */ };

static const char *const whys[] = {
#define X(name, word) word,
    HO_WITHHELD_MAP(X)
#undef X
};

const char *ho_withheld_word(enum ho_withheld why)
{
    return whys[why];
}

void ho_update_query(struct handoff_record *record, struct ho_query *q)
{
    ho_query(record->db, q,
             "SELECT c.lead, l.name, d.id, coalesce(r.id, 0), r.verdict,"
             " c.waits, b.body, d.body, d.crm, c.owner, c.next_action, c.due,"
             " c.route, n.as_of, d.rule, s.reason FROM crm c"
             " JOIN lead l ON l.id = c.lead"
             " JOIN decision d ON d.id = c.decision"
             " JOIN brief b ON b.id = d.brief JOIN run n ON n.id = d.run"
             " LEFT JOIN review r ON r.decision = d.id"
             " LEFT JOIN response s ON s.action = 'stop' AND s.id ="
             " (SELECT max(n.id) FROM response n WHERE n.lead = c.lead"
             " AND " HO_SPEAKS ")"
             " ORDER BY c.lead");
}

/* --- the brief
 * ----------------------------------------------------------------
 *
 * Of a brief the explicit facts are needed alone.  The next member starts with
 * a quote that stands in no string without a backslash before it, so the cut
 * is exact, and most of the bytes need not be parsed. */
static struct handoff_slice explicit_part(struct handoff_slice brief)
{
    static const char open[] = "\"explicit\":", close[] = ",\"inferred\":[";
    const size_t from = ho_find(brief, 0, ho_slice(open));
    const size_t to =
        from == SIZE_MAX ? from : ho_find(brief, from, ho_slice(close));

    return to == SIZE_MAX ? (struct handoff_slice){ "[]", 2 }
                          : ho_part(brief, from + sizeof open - 1, to);
}

static const cJSON *find_fact(const cJSON *facts, const char *field)
{
    for (const cJSON *f = facts ? facts->child : NULL; f; f = f->next) {
        const char *name = ho_json_text(f, "field");

        if (name && ho_json_text(f, "value") && strcmp(name, field) == 0)
            return f;
    }
    return NULL;
}

static const char *fact(const cJSON *facts, const char *field,
                        struct ho_arena *arena)
{
    const cJSON *found = find_fact(facts, field);

    return found ? ho_arena_text(arena, ho_json_text(found, "value")) : "";
}

/* Where the family name of "Ana de la Cruz" begins: a form that asked for it
 * alone says so, else it is the last word; one word alone is one, too. */
static size_t family_name(const cJSON *person, struct handoff_slice all)
{
    const cJSON *evidence =
        cJSON_GetObjectItemCaseSensitive(person, "evidence");
    const cJSON *last =
        cJSON_GetArrayItem(evidence, cJSON_GetArraySize(evidence) - 1);
    const char *quote = ho_json_text(last, "quote");
    const size_t len = quote ? strlen(quote) : 0;
    size_t at = all.len;

    if (len > 0 && len < all.len && all.ptr[all.len - len - 1] == ' ' &&
        memcmp(all.ptr + all.len - len, quote, len) == 0)
        return all.len - len;
    while (at > 0 && all.ptr[at - 1] != ' ')
        at--;
    return at;
}

static void split_name(const cJSON *person, struct ho_arena *arena,
                       struct ho_update *out)
{
    const char *name = ho_json_text(person, "value");
    const struct handoff_slice all = ho_trim(ho_slice(name ? name : ""));
    const size_t at = family_name(person, all);

    out->last = ho_arena_copy(arena, ho_part(all, at, all.len));
    out->first = ho_arena_copy(arena, ho_trim(ho_part(all, 0, at)));
}

static enum handoff_status read_brief(struct handoff_slice brief,
                                      struct ho_arena *arena,
                                      struct ho_update *out,
                                      struct handoff_error *err)
{
    cJSON *facts = NULL;
    const enum handoff_status status =
        ho_json_parse(explicit_part(brief), &facts, err);

    if (status != HANDOFF_OK)
        return status;
    out->email = fact(facts, "email", arena);
    out->company = fact(facts, "company", arena);
    out->phone = fact(facts, "phone", arena);
    split_name(find_fact(facts, "person"), arena, out);
    cJSON_Delete(facts);
    return HANDOFF_OK;
}

/* --- decision and CRM truth
 * --------------------------------------------------- */

static const char *text_of(const cJSON *json, const char *key,
                           struct ho_arena *arena)
{
    const char *text = ho_json_text(json, key);

    return text ? ho_arena_text(arena, text) : "";
}

static enum handoff_status read_crm(struct handoff_slice crm,
                                    struct ho_arena *arena,
                                    struct ho_update *out,
                                    struct handoff_error *err)
{
    cJSON *json = NULL;
    const enum handoff_status status = ho_json_parse(crm, &json, err);

    if (status != HANDOFF_OK)
        return status;
    out->last_action = text_of(json, "last_action", arena);
    out->note = text_of(json, "evidence_note", arena);
    out->risk = text_of(json, "open_risk", arena);
    out->record_id = text_of(json, "record_id", arena);
    cJSON_Delete(json);
    return HANDOFF_OK;
}

/* A review that is said to be no is one of a pursuit, unless a reply stopped
 * that.  What the CRM decided, or a person, needs no policy for it. */
static bool is_free(const cJSON *decision, const struct ho_update *u,
                    const char *rule)
{
    return cJSON_IsFalse(ho_json_get(decision, "review")) && u->review == 0 &&
           strcmp(rule, "crm:route") != 0 &&
           strcmp(u->route, handoff_route_name(HANDOFF_ROUTE_SKIP)) != 0;
}

static void read_policy(const cJSON *policy, struct ho_arena *arena,
                        struct ho_update *out)
{
    out->policy_name = text_of(policy, "name", arena);
    out->policy_version = text_of(policy, "version", arena);
    out->policy_sha256 = text_of(policy, "sha256", arena);
}

/* Its reason stands before any text from outside, the policy behind it. */
static enum handoff_status read_decision(struct handoff_slice body,
                                         const char *rule,
                                         struct ho_arena *arena,
                                         struct ho_update *out,
                                         struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    cJSON *json = NULL;
    enum handoff_status status = ho_json_parse(body, &json, err);

    if (status != HANDOFF_OK)
        return status;
    out->reason = text_of(json, "reason", arena);
    if (is_free(json, out, rule)) {
        out->free_by = ho_arena_text(arena, rule);
        read_policy(ho_json_get(json, "policy"), arena, out);
    }
    ho_buffer_init(&b, body.len * 2 + 64);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, ho_json_get(json, "policy"));
    status = ho_buffer_status(&b, "a policy's name", err);
    if (status == HANDOFF_OK)
        out->policy = ho_arena_copy(arena, ho_buffer_slice(&b));
    ho_buffer_release(&b);
    cJSON_Delete(json);
    return status;
}

/* --- in the CRM's words
 * ------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void translate(const struct handoff_crm_settings *settings,
                      enum handoff_crm_target target, const char *owner,
                      struct ho_arena *arena, struct ho_update *out)
{
    const struct handoff_crm_pairs *status = &settings->status[target];
    const char *value = handoff_crm_value(status, out->reason);

    if (!value)
        value = handoff_crm_value(status, out->route);
    out->status = or_empty(value);
    out->owner = or_empty(handoff_crm_value(&settings->owner, owner));
    out->no_owner = *out->owner == '\0';
    if (out->no_owner)
        out->risk = ho_arena_format(arena, "%s%sno owner", out->risk,
                                    *out->risk ? "; " : "");
}

/* What a lead said behind its last map is not in its update. */
static enum ho_withheld why_not(const struct handoff_crm_settings *settings,
                                const struct ho_update *out, bool waits,
                                bool stopped, const char *verdict)
{
    if (handoff_crm_value(&settings->withhold, out->reason))
        return HO_WITHHELD_SUPPRESSED;
    if (stopped &&
        strcmp(out->route, handoff_route_name(HANDOFF_ROUTE_SKIP)) != 0)
        return HO_WITHHELD_STOPPED;
    if (waits)
        return HO_WITHHELD_NOT_APPROVED;
    if (strcmp(verdict, "rejected") == 0)
        return HO_WITHHELD_REJECTED;
    if (*out->email == '\0')
        return HO_WITHHELD_NO_EMAIL;
    return ho_cell_is_formula(out->email) ? HO_WITHHELD_UNSAFE_EMAIL
                                          : HO_WITHHELD_NOTHING;
}

enum handoff_status ho_update_read(const struct ho_query *q,
                                   const struct handoff_crm_settings *settings,
                                   enum handoff_crm_target target,
                                   struct ho_arena *arena,
                                   struct ho_update *out,
                                   struct handoff_error *err)
{
    const bool stopped = !ho_is_null(q, 15);
    char date[HANDOFF_TIME_TEXT];
    enum handoff_status status;

    *out =
        (struct ho_update){ .lead = ho_integer(q, 0),
                            .name = ho_arena_text(arena, ho_text(q, 1)),
                            .decision = ho_integer(q, 2),
                            .review = ho_integer(q, 3),
                            .next_action = ho_arena_text(arena, ho_text(q, 10)),
                            .due = ho_arena_text(arena, ho_text(q, 11)),
                            .route = ho_arena_text(arena, ho_text(q, 12)) };
    handoff_date_text(ho_integer(q, 13), date);
    out->last_date = ho_arena_text(arena, date);
    status = read_brief(ho_bytes(q, 6), arena, out, err);
    if (status == HANDOFF_OK)
        status = read_decision(ho_bytes(q, 7), ho_text(q, 14), arena, out, err);
    if (status == HANDOFF_OK)
        status = read_crm(ho_bytes(q, 8), arena, out, err);
    if (status != HANDOFF_OK)
        return status;
    if (stopped)
        out->reason = ho_arena_text(arena, ho_text(q, 15));
    translate(settings, target, ho_text(q, 9), arena, out);
    out->why =
        why_not(settings, out, ho_integer(q, 5) != 0, stopped, ho_text(q, 4));
    return ho_arena_status(arena, "an update", err);
}

/* --- once, ever
 * --------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the date at `text`, or 0. */
static size_t date_at(const char *text)
{
    for (size_t i = 0; i < DATE_BYTES; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i]))
            return 0;
    return DATE_BYTES;
}

static bool same_but_dates(const char *a, const char *b)
{
    for (;;) {
        const size_t n = date_at(a), m = date_at(b);

        a += n;
        b += m;
        if (n != m || *a != *b)
            return false;
        if (n == 0 && *a++ == '\0')
            return true;
        if (n == 0)
            b++;
    }
}

static enum handoff_status same_content(struct handoff_record *record,
                                        const struct ho_update *u,
                                        enum ho_line_kind kind,
                                        int64_t decision, int64_t review,
                                        bool *same, struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    struct ho_update was = { 0 };
    struct ho_query q;
    enum handoff_status status = arena ? HANDOFF_OK : ho_no_memory(err), done;

    ho_query(record->db, &q,
             "SELECT d.crm, coalesce(r.next_action, d.next_action)"
             " FROM decision d LEFT JOIN review r ON r.id = ?2"
             " WHERE d.id = ?1");
    ho_bind_integer(&q, decision);
    ho_bind_integer(&q, review);
    if (status == HANDOFF_OK && ho_step(&q)) {
        status = read_crm(ho_bytes(&q, 0), arena, &was, err);
        *same = status == HANDOFF_OK &&
                (kind == HO_LINE_TASK
                     ? same_but_dates(ho_text(&q, 1), u->next_action)
                     : strcmp(was.note, u->note) == 0);
    }
    done = ho_done(&q, err);
    ho_arena_free(arena);
    return status == HANDOFF_OK ? done : status;
}

enum handoff_status ho_update_is_out(struct handoff_record *record,
                                     const struct ho_update *u,
                                     enum handoff_crm_target target,
                                     enum ho_line_kind kind, bool *out,
                                     struct handoff_error *err)
{
    int64_t decision = 0, review = 0;
    struct ho_query q;
    enum handoff_status status;

    *out = false;
    ho_query(record->db, &q,
             "SELECT n.decision, n.review FROM line n"
             " JOIN export x ON x.id = n.export WHERE n.lead = ?1"
             " AND n.kind = ?2 AND x.crm = ?3 ORDER BY n.id DESC LIMIT 1");
    ho_bind_integer(&q, u->lead);
    ho_bind_integer(&q, (int64_t)kind);
    ho_bind_text(&q, handoff_crm_target_name(target));
    if (ho_step(&q)) {
        decision = ho_integer(&q, 0);
        review = ho_integer(&q, 1);
    }
    status = ho_done(&q, err);
    if (status != HANDOFF_OK || decision == 0)
        return status;
    *out = decision == u->decision && review == u->review;
    return *out ? HANDOFF_OK
                : same_content(record, u, kind, decision, review, out, err);
}
