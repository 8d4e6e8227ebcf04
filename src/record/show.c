/* show.c - one item as a person sees it before saying anything. */
#include "record/drafts.h"
#include "record/waiting.h"

static void show_member(struct ho_buffer *raw, const cJSON *object,
                        const char *key, const char *title)
{
    const char *value = ho_json_text(object, key);

    ho_buffer_format(raw, "  %s\t", title);
    ho_listing_clean(raw, value && *value ? value : "-");
    ho_buffer_byte(raw, '\n');
}

static void show_claims(struct ho_buffer *raw, const cJSON *brief)
{
    const cJSON *claim;

    ho_buffer_text(raw, "\nThe lead says\n---\n");
    cJSON_ArrayForEach(claim, ho_json_get(brief, "explicit"))
    {
        const cJSON *evidence = ho_json_get(claim, "evidence");
        const char *quote =
            ho_json_text(evidence ? evidence->child : NULL, "quote");

        ho_buffer_text(raw, "  ");
        ho_listing_clean(raw, ho_json_text(claim, "field"));
        ho_buffer_byte(raw, '\t');
        ho_listing_clean(raw, ho_json_text(claim, "value"));
        ho_buffer_text(raw, "\t\"");
        ho_listing_clean(raw, quote ? quote : "");
        ho_buffer_text(raw, "\"\n");
    }
}

static void show_update(struct ho_buffer *raw, const cJSON *crm)
{
    static const char *const members[][2] = { { "stage", "Stage" },
                                              { "owner", "Owner" },
                                              { "last_action", "Last action" },
                                              { "next_action", "Next action" },
                                              { "date", "Date" },
                                              { "evidence_note", "Evidence" },
                                              { "open_risk", "Open risk" } };

    ho_buffer_text(raw, "\nThe CRM would say\n---\n");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        show_member(raw, crm, members[i][0], members[i][1]);
}

static enum handoff_status show_as_text(const struct ho_query *q,
                                        const char *item, struct ho_buffer *raw,
                                        struct handoff_error *err)
{
    cJSON *brief = NULL, *decision = NULL, *crm = NULL;
    enum handoff_status status = ho_json_parse(ho_bytes(q, 0), &brief, err);

    if (status == HANDOFF_OK)
        status = ho_json_parse(ho_bytes(q, 1), &decision, err);
    if (status == HANDOFF_OK)
        status = ho_json_parse(ho_bytes(q, 2), &crm, err);
    if (status == HANDOFF_OK) {
        ho_listing_clean(raw, item);
        ho_buffer_text(raw, "\n===\n  Needs a person for\t");
        ho_listing_clean(raw, ho_text(q, 3));
        ho_buffer_byte(raw, '\n');
        show_member(raw, decision, "route", "Route");
        show_member(raw, decision, "rule", "Rule");
        show_member(raw, decision, "why", "Why");
        show_claims(raw, brief);
        show_update(raw, crm);
    }
    cJSON_Delete(crm);
    cJSON_Delete(decision);
    cJSON_Delete(brief);
    return status;
}

static void show_as_json(const struct ho_query *q, const char *item,
                         struct ho_buffer *out)
{
    struct ho_writer w;

    ho_writer_init(&w, out, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "item", item);
    ho_write_text(&w, "needs", ho_text(q, 3));
    ho_write_raw(&w, "brief", ho_bytes(q, 0));
    ho_write_raw(&w, "decision", ho_bytes(q, 1));
    ho_write_raw(&w, "crm", ho_bytes(q, 2));
    ho_write_end_object(&w);
    ho_buffer_byte(out, '\n');
}

static enum handoff_status show_decision(struct handoff_record *record,
                                         const struct ho_waiting *what,
                                         const char *item, bool as_text,
                                         struct ho_buffer *out,
                                         struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT b.body, d.body, d.crm, d.needs FROM decision d"
             " JOIN brief b ON b.id = d.brief WHERE d.id = ?1");
    ho_bind_integer(&q, what->decision);
    if (ho_step(&q) && as_text)
        status = show_as_text(&q, item, out, err);
    else if (q.code == 0)
        show_as_json(&q, item, out);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

static enum handoff_status show_policy(struct handoff_record *record,
                                       const struct ho_waiting *what,
                                       const char *item, bool as_text,
                                       struct ho_buffer *out,
                                       struct handoff_error *err)
{
    struct ho_writer w;
    struct ho_query q;

    ho_query(record->db, &q, "SELECT body FROM text WHERE id = ?1");
    ho_bind_integer(&q, what->policy);
    if (ho_step(&q) && as_text) {
        ho_buffer_format(out, "# %s\n", item);
        ho_buffer_add(out, ho_bytes(&q, 0));
    } else if (q.code == 0) {
        ho_writer_init(&w, out, 0);
        ho_write_object(&w, NULL);
        ho_write_text(&w, "item", item);
        ho_write_slice(&w, "policy", ho_bytes(&q, 0));
        ho_write_end_object(&w);
        ho_buffer_byte(out, '\n');
    }
    return ho_done(&q, err);
}

static enum handoff_status show(struct handoff_record *record,
                                const struct ho_waiting *what, const char *item,
                                enum handoff_format format, char **text,
                                size_t *len, struct handoff_error *err)
{
    const bool as_text = format == HANDOFF_FORMAT_TEXT;
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, HO_SHOWN_BYTES);
    status = (what->policy > 0 ? show_policy : show_decision)(
        record, what, item, as_text, &b, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&b, "what is shown", err);
    if (status == HANDOFF_OK && as_text && what->policy == 0)
        status = ho_listing_layout(ho_buffer_slice(&b), text, len, err);
    else if (status == HANDOFF_OK)
        return ho_buffer_take(&b, "what is shown", text, len, err);
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_review_show(struct handoff_record *record,
                                        const char *item,
                                        enum handoff_format format, char **text,
                                        size_t *len, struct handoff_error *err)
{
    char name[HO_ITEM_BYTES];
    struct ho_waiting what;
    enum handoff_status status;

    if (format != HANDOFF_FORMAT_TEXT && format != HANDOFF_FORMAT_JSON &&
        format != HANDOFF_FORMAT_NDJSON)
        return ho_fail(err, HANDOFF_USAGE,
                       "this comes as text, json or ndjson");
    if (ho_draft_number(item) > 0)
        return ho_draft_show(record, item, format, text, len, err);
    status = ho_waiting_find(record, item, false, &what, err);
    if (status != HANDOFF_OK)
        return status;
    ho_waiting_name(&what, item, name);
    return show(record, &what, name, format, text, len, err);
}
