/* drafts.c - drafts in the record and in the review queue.
 *
 * A draft waits while it is the newest of its lead's, rests on the decision
 * that the lead stands on, and nobody has said anything to it.  All of that
 * follows from sealed rows.
 */
#include "record/drafts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/waiting.h"

enum { LEAST = 6 };

static const char prefix[] = "draft-";
static const char *const verdicts[] = { "approved", "rejected", "edited" };

#define WAITING                                                            \
    " FROM draft d JOIN crm c ON c.lead = d.lead AND c.decision = "        \
    "d.decision JOIN lead l ON l.id = d.lead LEFT JOIN draft_review r ON " \
    "r.draft = d.id WHERE r.id IS NULL AND d.made = (SELECT max(n.made) "  \
    "FROM draft n WHERE n.lead = d.lead)"

/* --- keeping ----------------------------------------------------------------
 */

static enum handoff_status last_draft(struct handoff_record *record,
                                      int64_t *id, struct handoff_error *err)
{
    struct ho_query q;

    /* the number of a draft that was forgotten stays its own */
    ho_query(record->db, &q,
             "SELECT max((SELECT coalesce(max(id), 0) FROM draft), (SELECT"
             " coalesce(max(ref), 0) FROM event WHERE kind = 'drafted'))");
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status insert(struct handoff_record *record, int64_t lead,
                                  int64_t id, int64_t made,
                                  const struct handoff_draft *draft,
                                  size_t angle, struct handoff_error *err)
{
    const struct handoff_angle *a = &draft->angle[angle];
    struct ho_query q;
    char *body = NULL;
    enum handoff_status status = handoff_angle_json(draft, angle, &body, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO draft (id, lead, decision, made, as_of, channel,"
             " message, body) SELECT ?1, ?2, decision, ?3, ?4, ?5, ?6, ?7"
             " FROM crm WHERE lead = ?2");
    ho_bind_integer(&q, id);
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, made);
    ho_bind_integer(&q, draft->to.as_of);
    ho_bind_text(&q, a->channel);
    ho_bind_text(&q, a->message);
    ho_bind_text(&q, body);
    status = ho_run(&q, err);
    free(body);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_DRAFTED, lead, id, err)
               : status;
}

static enum handoff_status keep(struct handoff_record *record,
                                const struct handoff_draft *draft,
                                struct handoff_error *err)
{
    int64_t lead = 0, last = 0;
    enum handoff_status status;

    if (draft->none)
        return HANDOFF_OK;
    status = ho_lead_by_name(record, draft->to.brief->lead->id, &lead, err);
    if (status == HANDOFF_OK)
        status = last_draft(record, &last, err);
    for (size_t i = 0; i < draft->angle_count && status == HANDOFF_OK; i++)
        status = insert(record, lead, last + 1 + (int64_t)i, last + 1, draft, i,
                        err);
    return status;
}

enum handoff_status handoff_record_drafts(struct handoff_record *record,
                                          struct handoff_draft *const *draft,
                                          size_t count,
                                          struct handoff_error *err)
{
    enum handoff_status status = ho_db_begin(record->db, err);

    for (size_t i = 0; i < count && status == HANDOFF_OK; i++)
        status = keep(record, draft[i], err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}

/* --- the queue
 * ---------------------------------------------------------------- */

int64_t ho_draft_number(const char *item)
{
    int64_t number = 0;

    if (strncmp(item, prefix, sizeof prefix - 1) != 0)
        return 0;
    for (item += sizeof prefix - 1; *item >= '0' && *item <= '9'; item++) {
        if (number > INT64_MAX / 10 - 1)
            return 0;
        number = number * 10 + (*item - '0');
    }
    return *item == '\0' || *item == '@' ? number : 0;
}

enum handoff_status ho_drafts_list(struct handoff_record *record,
                                   struct ho_listing *list, size_t limit,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT d.id, d.body, l.name, c.route, c.owner,"
             " json_extract(d.body, '$.send_at'), d.channel" WAITING
             " ORDER BY c.score DESC, d.id LIMIT ?1");
    ho_bind_integer(&q, (int64_t)limit);
    while (status == HANDOFF_OK && ho_step(&q)) {
        char item[64], hash[HO_SHA256_HEX], what[HANDOFF_INTAKE_ID + 64];
        const char *value[] = {
            item, "message", ho_text(&q, 3), ho_text(&q, 4), ho_text(&q, 5),
            what, NULL
        };

        status = ho_sha256_hex(ho_bytes(&q, 1), hash, err);
        snprintf(item, sizeof item, "%s%" PRId64 "@%.*s", prefix,
                 ho_integer(&q, 0), HO_ITEM_HASH, hash);
        snprintf(what, sizeof what, "send %s by %s", ho_text(&q, 2),
                 ho_text(&q, 6));
        ho_listing_row(list, value);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

struct waiting_draft {
    int64_t id, lead, as_of;
    char hash[HO_SHA256_HEX];
    char *body, *message;
};

static void release(struct waiting_draft *d)
{
    free(d->body);
    free(d->message);
}

static char *copy(struct handoff_slice s)
{
    char *out = malloc(s.len + 1);

    if (out) {
        memcpy(out, s.ptr, s.len);
        out[s.len] = '\0';
    }
    return out;
}

static enum handoff_status read_waiting(struct handoff_record *record,
                                        int64_t number,
                                        struct waiting_draft *out,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT d.id, d.lead, d.as_of, d.body, d.message" WAITING
             " AND d.id = ?1");
    ho_bind_integer(&q, number);
    if (ho_step(&q)) {
        out->id = ho_integer(&q, 0);
        out->lead = ho_integer(&q, 1);
        out->as_of = ho_integer(&q, 2);
        out->body = copy(ho_bytes(&q, 3));
        out->message = copy(ho_bytes(&q, 4));
        status = out->body && out->message
                     ? ho_sha256_hex(ho_bytes(&q, 3), out->hash, err)
                     : ho_no_memory(err);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

static enum handoff_status find(struct handoff_record *record, const char *item,
                                bool exact, struct waiting_draft *out,
                                struct handoff_error *err)
{
    const char *at = strchr(item, '@');
    enum handoff_status status =
        read_waiting(record, ho_draft_number(item), out, err);

    if (status != HANDOFF_OK)
        return status;
    if (out->id == 0)
        return ho_fail(err, HANDOFF_USAGE,
                       "nothing waits for review as %s; see handoff review "
                       "list",
                       item);
    if (exact && (!at || strlen(at + 1) < LEAST))
        return ho_fail(err, HANDOFF_USAGE,
                       "say which version you saw: %s%" PRId64 "@%.*s", prefix,
                       out->id, HO_ITEM_HASH, out->hash);
    if (at && strncmp(out->hash, at + 1, strlen(at + 1)) != 0)
        return ho_fail(err, HANDOFF_USAGE,
                       "%s is not what waits there: that is %s%" PRId64
                       "@%.*s; look at it with handoff review show",
                       item, prefix, out->id, HO_ITEM_HASH, out->hash);
    return HANDOFF_OK;
}

/* --- show
 * --------------------------------------------------------------------- */

static void show_row(struct ho_buffer *raw, const char *title,
                     const char *value)
{
    ho_buffer_format(raw, "  %s\t", title);
    ho_listing_clean(raw, value ? value : "-");
    ho_buffer_byte(raw, '\n');
}

static void show_list(struct ho_buffer *raw, const char *title,
                      const cJSON *list, const char *key)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        show_row(raw, item == list->child ? title : "",
                 key ? ho_json_text(item, key) : item->valuestring);
    }
}

static void show_as_text(const char *name, const cJSON *root,
                         struct ho_buffer *raw)
{
    const cJSON *draft = ho_json_get(root, "draft"), *line;

    ho_listing_clean(raw, name);
    ho_buffer_text(raw, "\n===\n");
    show_row(raw, "Lead", ho_json_text(root, "lead"));
    show_row(raw, "Channel", ho_json_text(draft, "channel"));
    show_row(raw, "Send at", ho_json_text(root, "send_at"));
    show_row(raw, "Promise", ho_json_text(ho_json_get(draft, "promise"), "id"));
    show_row(raw, "Call", ho_json_text(ho_json_get(draft, "cta"), "id"));
    show_row(raw, "Evidence", ho_json_text(root, "evidence"));
    show_row(raw, "Open risk", ho_json_text(root, "risk"));
    show_list(raw, "Facts", ho_json_get(draft, "facts"), "quote");
    show_list(raw, "Stop at", ho_json_get(root, "stop"), NULL);
    ho_buffer_text(raw, "\nThe message\n---\n");
    cJSON_ArrayForEach(line, ho_json_get(draft, "lines"))
    {
        ho_buffer_text(raw, "  ");
        ho_listing_clean(raw, line->valuestring);
        ho_buffer_byte(raw, '\n');
    }
}

static enum handoff_status show(const struct waiting_draft *d, bool as_text,
                                struct ho_buffer *b, struct handoff_error *err)
{
    cJSON *root = NULL;
    struct ho_writer w;
    char name[64];
    enum handoff_status status = ho_json_parse(ho_slice(d->body), &root, err);

    snprintf(name, sizeof name, "%s%" PRId64 "@%.*s", prefix, d->id,
             HO_ITEM_HASH, d->hash);
    if (status == HANDOFF_OK && as_text) {
        show_as_text(name, root, b);
    } else if (status == HANDOFF_OK) {
        ho_writer_init(&w, b, 0);
        ho_write_object(&w, NULL);
        ho_write_text(&w, "item", name);
        ho_write_raw(&w, "proposed", ho_slice(d->body));
        ho_write_end_object(&w);
        ho_buffer_byte(b, '\n');
    }
    cJSON_Delete(root);
    return status;
}

enum handoff_status ho_draft_show(struct handoff_record *record,
                                  const char *item, enum handoff_format format,
                                  char **text, size_t *len,
                                  struct handoff_error *err)
{
    const bool as_text = format == HANDOFF_FORMAT_TEXT;
    struct waiting_draft d = { 0 };
    struct ho_buffer b;
    enum handoff_status status = find(record, item, false, &d, err);

    ho_buffer_init(&b, HO_SHOWN_BYTES);
    if (status == HANDOFF_OK)
        status = show(&d, as_text, &b, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&b, "what is shown", err);
    if (status == HANDOFF_OK)
        status = as_text
                     ? ho_listing_layout(ho_buffer_slice(&b), text, len, err)
                     : ho_buffer_take(&b, "what is shown", text, len, err);
    ho_buffer_release(&b);
    release(&d);
    return status;
}

/* --- say
 * ---------------------------------------------------------------------- */

/* An edited message is checked as the one before it was. */
static enum handoff_status check_message(struct handoff_record *record,
                                         const struct waiting_draft *d,
                                         const struct handoff_review *review,
                                         struct handoff_error *err)
{
    struct handoff_brief *brief = NULL;
    char *json = NULL, *why = NULL;
    enum handoff_status status;

    if (!review->message || !review->outreach)
        return ho_fail(err, HANDOFF_USAGE,
                       "a draft is edited by its message: message=TEXT");
    status = ho_lead_brief(record, d->lead, &json, err);
    if (status == HANDOFF_OK)
        status = handoff_brief_read(handoff_outreach_fields(review->outreach),
                                    ho_slice(json), &brief, err);
    if (status == HANDOFF_OK)
        status = handoff_message_check(review->outreach, brief, d->as_of,
                                       ho_slice(review->message), &why, err);
    if (status == HANDOFF_OK && why)
        status = ho_fail(err, HANDOFF_USAGE, "%.480s", why);
    free(why);
    free(json);
    handoff_brief_free(brief);
    return status;
}

/* Who opted out in the meantime is not written to, whoever approves. */
static enum handoff_status check_blocked(struct handoff_record *record,
                                         const struct waiting_draft *d,
                                         struct handoff_error *err)
{
    char why[HO_WHY_BYTES];
    struct ho_query q;
    char *email = NULL;
    bool named;
    enum handoff_status status;

    ho_query(
        record->db, &q,
        "SELECT json_extract(f.value, '$.value') FROM crm c"
        " JOIN decision d ON d.id = c.decision"
        " JOIN brief b ON b.id = d.brief"
        " JOIN json_each(b.body, '$.explicit') f"
        " ON json_extract(f.value, '$.field') = 'email' WHERE c.lead = ?1");
    ho_bind_integer(&q, d->lead);
    named = ho_step(&q);
    if (named)
        email = copy(ho_bytes(&q, 0));
    status = ho_done(&q, err);
    if (status == HANDOFF_OK && named && !email)
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_find_block(record, d->lead, email ? email : "", why, err);
    free(email);
    if (status == HANDOFF_OK && *why)
        status =
            ho_fail(err, HANDOFF_USAGE, "nobody may write to them: %s", why);
    return status;
}

static enum handoff_status insert_review(struct handoff_record *record,
                                         const struct waiting_draft *d,
                                         const struct handoff_review *review,
                                         struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "INSERT INTO draft_review (lead, draft, verdict, shown, note,"
             " message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    ho_bind_integer(&q, d->lead);
    ho_bind_integer(&q, d->id);
    ho_bind_text(&q, verdicts[review->verdict]);
    ho_bind_text(&q, d->hash);
    ho_bind_text(&q, review->note);
    ho_bind_text(&q, review->message);
    return ho_run(&q, err);
}

static enum handoff_status say(struct handoff_record *record,
                               const struct waiting_draft *d,
                               const struct handoff_review *review,
                               struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (review->owner || review->next_action || review->date)
        return ho_fail(err, HANDOFF_USAGE,
                       "a draft is edited by its message: message=TEXT");
    if (review->verdict != HANDOFF_REVIEW_REJECTED)
        status = check_blocked(record, d, err);
    if (status == HANDOFF_OK && review->verdict == HANDOFF_REVIEW_EDITED)
        status = check_message(record, d, review, err);
    if (status == HANDOFF_OK)
        status = insert_review(record, d, review, err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_DRAFT_SAID, d->lead,
                                 ho_db_last_id(record->db), err)
               : status;
}

enum handoff_status ho_draft_say(struct handoff_record *record,
                                 const struct handoff_review *review,
                                 struct handoff_error *err)
{
    struct waiting_draft d = { 0 };
    enum handoff_status status = find(record, review->item, true, &d, err);

    if (status == HANDOFF_OK)
        status = say(record, &d, review, err);
    release(&d);
    return status;
}
