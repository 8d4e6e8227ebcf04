/* sent.c - what left this machine about whom, and what its endpoint taught. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>

#include "record/drafts.h"
#include "record/pack.h"
#include "report/clean.h"

enum { MESSAGES_BYTES = 16 << 20, LISTED_BYTES = 1 << 30, ASKED_BYTES = 4096 };

/* --- keeping ---------------------------------------------------------------
 */

/* All messages but the last are the same for each lead. */
static enum handoff_status write_prefix(const struct handoff_messages *messages,
                                        struct ho_buffer *b,
                                        struct handoff_error *err)
{
    ho_buffer_clear(b);
    for (size_t i = 0; i + 1 < messages->count; i++) {
        ho_buffer_text(b, messages->item[i].role);
        ho_buffer_text(b, ":\n");
        ho_buffer_text(b, messages->item[i].text);
        ho_buffer_byte(b, '\n');
    }
    return ho_buffer_status(b, "a prompt", err);
}

static enum handoff_status insert(struct handoff_record *record, int64_t run,
                                  int64_t lead, int64_t prefix,
                                  const char *text, bool redacted,
                                  struct handoff_error *err)
{
    struct handoff_slice bytes;
    struct ho_query q;
    char *owned = NULL;
    enum handoff_status status = ho_pack(ho_slice(text), &owned, &bytes, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO sent (lead, run, asked, redacted, prefix, size,"
             " bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, run);
    ho_bind_text(&q, record->asked);
    ho_bind_integer(&q, redacted);
    ho_bind_integer(&q, prefix);
    ho_bind_integer(&q, (int64_t)strlen(text));
    ho_bind_blob(&q, bytes);
    status = ho_run(&q, err);
    free(owned);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_SENT, lead,
                                 ho_db_last_id(record->db), err)
               : status;
}

void handoff_record_sending(struct handoff_record *record,
                            const struct handoff_messages *messages,
                            bool redacted)
{
    record->sending = messages;
    record->redacted = redacted;
}

static enum handoff_status insert_all(struct handoff_record *record,
                                      struct handoff_error *err)
{
    struct ho_outbox *box = &record->outbox;
    int64_t prefix = 0;
    enum handoff_status status =
        ho_record_text(record, ho_buffer_slice(&box->prefix), &prefix, err);

    for (size_t i = 0; i < box->count && status == HANDOFF_OK; i++)
        status = insert(record, record->run_id, box->item[i].lead, prefix,
                        box->item[i].text, box->item[i].redacted, err);
    return status;
}

static void empty(struct ho_outbox *box)
{
    for (size_t i = 0; i < box->count; i++)
        free(box->item[i].text);
    box->count = 0;
}

enum handoff_status ho_outbox_keep(struct handoff_record *record,
                                   struct handoff_error *err)
{
    const bool open = ho_db_is_open(record->db);
    enum handoff_status status = HANDOFF_OK;

    if (record->outbox.count == 0)
        return HANDOFF_OK;
    if (!open)
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = insert_all(record, err);
    empty(&record->outbox);
    if (!open && status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    if (!open)
        ho_db_rollback(record->db);
    return status;
}

void ho_outbox_release(struct ho_outbox *box)
{
    empty(box);
    ho_buffer_release(&box->prefix);
}

/* The prefix that those share who wait in the box. */
static enum handoff_status take_prefix(struct handoff_record *record,
                                       const struct handoff_messages *messages,
                                       struct handoff_error *err)
{
    struct ho_outbox *box = &record->outbox;
    struct ho_buffer prefix;
    enum handoff_status status;

    ho_buffer_init(&prefix, MESSAGES_BYTES);
    status = write_prefix(messages, &prefix, err);
    if (status == HANDOFF_OK &&
        (prefix.len != box->prefix.len ||
         memcmp(prefix.ptr ? prefix.ptr : "",
                box->prefix.ptr ? box->prefix.ptr : "", prefix.len) != 0)) {
        status = ho_outbox_keep(record, err);
        ho_buffer_release(&box->prefix);
        box->prefix = prefix;
        return status;
    }
    ho_buffer_release(&prefix);
    return status;
}

enum handoff_status ho_record_sent(struct handoff_record *record, int64_t lead,
                                   struct handoff_error *err)
{
    const struct handoff_messages *messages = record->sending;
    struct ho_outbox *box = &record->outbox;
    struct handoff_slice text;
    char *copy;
    enum handoff_status status;

    record->sending = NULL;
    if (!messages || messages->count == 0)
        return HANDOFF_OK;
    status = take_prefix(record, messages, err);
    if (status == HANDOFF_OK && box->count == HO_OUTBOX)
        status = ho_outbox_keep(record, err);
    if (status != HANDOFF_OK)
        return status;
    text = ho_slice(messages->item[messages->count - 1].text);
    copy = malloc(text.len + 1);
    if (!copy)
        return ho_no_memory(err);
    memcpy(copy, text.ptr, text.len + 1);
    box->item[box->count].lead = lead;
    box->item[box->count].redacted = record->redacted;
    box->item[box->count++].text = copy;
    return HANDOFF_OK;
}

/* --- outside of a brief -----------------------------------------------------
 */

/* The run that is under way, or the last that had the lead. */
static enum handoff_status find_run(struct handoff_record *record, int64_t lead,
                                    int64_t *run, struct handoff_error *err)
{
    struct ho_query q;

    *run = record->run_id;
    if (*run > 0)
        return HANDOFF_OK;
    ho_query(record->db, &q,
             "SELECT max(r.run) FROM receipt r JOIN submission s"
             " ON s.id = r.submission WHERE s.lead = ?1");
    ho_bind_integer(&q, lead);
    if (ho_step(&q))
        *run = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status insert_alone(struct handoff_record *record,
                                        int64_t lead,
                                        const struct handoff_messages *messages,
                                        struct handoff_error *err)
{
    int64_t run = 0, prefix = 0;
    struct ho_buffer b;
    enum handoff_status status = find_run(record, lead, &run, err);

    ho_buffer_init(&b, MESSAGES_BYTES);
    if (status == HANDOFF_OK)
        status = write_prefix(messages, &b, err);
    if (status == HANDOFF_OK)
        status = ho_record_text(record, ho_buffer_slice(&b), &prefix, err);
    if (status == HANDOFF_OK)
        status = insert(record, run, lead, prefix,
                        messages->item[messages->count - 1].text, false, err);
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_record_left(struct handoff_record *record,
                                        const char *lead, const char *endpoint,
                                        const char *model,
                                        const struct handoff_messages *messages,
                                        struct handoff_error *err)
{
    int64_t id = 0;
    enum handoff_status status;

    if (messages->count == 0 || !ho_travels(endpoint))
        return HANDOFF_OK;
    status = ho_lead_by_name(record, lead, &id, err);
    if (status == HANDOFF_OK)
        status = ho_record_asks(record, endpoint, model, err);
    if (status == HANDOFF_OK)
        status = ho_db_begin(record->db, err);
    if (status != HANDOFF_OK)
        return status;
    status = insert_alone(record, id, messages, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}

/* --- telling ---------------------------------------------------------------
 */

static const struct ho_listing_column columns[] = {
    { "at", "When", false },
    { "lead", "Lead", false },
    { "run", "Run", true },
    { "to", "To", false },
    { "redacted", "Redacted", true },
    { "bytes", "Bytes", true },
    { "shared", "Shared part", false },
    { "text", "Text", false }
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* at, lead, run, to, redacted, size, bytes, SHA-256 of the prefix */
static enum handoff_status add_row(struct ho_listing *list,
                                   const struct ho_query *q,
                                   struct handoff_error *err)
{
    char at[HANDOFF_TIME_TEXT], run[24], size[24];
    struct handoff_slice text;
    char *owned = NULL;
    const enum handoff_status status =
        ho_unpack(ho_bytes(q, 6), (size_t)ho_integer(q, 5), &owned, &text, err);
    const char *const value[COLUMNS] = { at,
                                         ho_text(q, 1),
                                         run,
                                         ho_text(q, 3),
                                         ho_integer(q, 4) ? "true" : "false",
                                         size,
                                         ho_text(q, 7),
                                         owned ? owned : ho_text(q, 6) };

    handoff_time_text(ho_integer(q, 0), at);
    snprintf(run, sizeof run, "%" PRId64, ho_integer(q, 2));
    snprintf(size, sizeof size, "%" PRId64, ho_integer(q, 5));
    if (status == HANDOFF_OK)
        ho_listing_row(list, value);
    free(owned);
    return status;
}

/* A table has no room for texts: here they stand below each other. */
static enum handoff_status add_text(struct ho_buffer *out,
                                    const struct ho_query *q,
                                    struct handoff_error *err)
{
    char at[HANDOFF_TIME_TEXT];
    struct handoff_slice text, line;
    char *owned = NULL;
    const enum handoff_status status =
        ho_unpack(ho_bytes(q, 6), (size_t)ho_integer(q, 5), &owned, &text, err);

    if (status != HANDOFF_OK)
        return status;
    handoff_time_text(ho_integer(q, 0), at);
    ho_buffer_format(out, "%s  run %" PRId64 "  ", at, ho_integer(q, 2));
    ho_clean(out, ho_bytes(q, 1), HO_TARGET_TEXT);
    ho_buffer_text(out, " to ");
    ho_clean(out, ho_bytes(q, 3), HO_TARGET_TEXT);
    ho_buffer_text(out, ho_integer(q, 4) ? ", redacted" : "");
    ho_buffer_format(out, ", behind the shared part %.12s\n", ho_text(q, 7));
    while (ho_next_line(&text, &line)) {
        ho_buffer_text(out, "    ");
        ho_clean(out, line, HO_TARGET_TEXT);
        ho_buffer_byte(out, '\n');
    }
    free(owned);
    return HANDOFF_OK;
}

#define SENT                                                            \
    "SELECT e.at, l.name, s.run, s.asked, s.redacted, s.size, s.bytes," \
    " t.sha256 FROM sent s JOIN lead l ON l.id = s.lead"                \
    " JOIN text t ON t.id = s.prefix JOIN event e ON e.lead = s.lead"   \
    " AND e.ref = s.id AND e.kind = 'sent'"

static void open_query(struct handoff_record *record, int64_t lead,
                       struct ho_query *q)
{
    if (lead > 0) {
        ho_query(record->db, q, SENT " WHERE s.lead = ?1 ORDER BY s.id");
        ho_bind_integer(q, lead);
    } else {
        ho_query(record->db, q, SENT " ORDER BY s.id");
    }
}

static enum handoff_status tell_rows(struct handoff_record *record,
                                     int64_t lead, struct ho_listing *list,
                                     struct ho_buffer *out,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    open_query(record, lead, &q);
    while (status == HANDOFF_OK && ho_step(&q))
        status = list->format == HANDOFF_FORMAT_TEXT ? add_text(out, &q, err)
                                                     : add_row(list, &q, err);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

enum handoff_status handoff_record_log_sent(struct handoff_record *record,
                                            const char *lead,
                                            enum handoff_format format,
                                            char **text, size_t *len,
                                            struct handoff_error *err)
{
    struct ho_listing list;
    struct ho_buffer out;
    int64_t id = 0;
    enum handoff_status status =
        lead ? ho_lead_by_name(record, lead, &id, err) : HANDOFF_OK;

    if (status == HANDOFF_OK)
        status = ho_listing_init(&list, format, columns, COLUMNS, err);
    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&out, LISTED_BYTES);
    status = tell_rows(record, id, &list, &out, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&out, "the list", err);
    if (status == HANDOFF_OK && out.len > 0)
        status = ho_buffer_take(&out, "the list", text, len, err);
    else if (status == HANDOFF_OK)
        status = ho_listing_take(&list, "Nothing left this machine.", text, len,
                                 err);
    ho_buffer_release(&out);
    ho_listing_release(&list);
    return status;
}

/* --- what an endpoint takes -------------------------------------------------
 */

static void name_asked(const char *endpoint, const char *model,
                       char out[ASKED_BYTES])
{
    snprintf(out, ASKED_BYTES, "%s %s", endpoint, model);
}

enum handoff_status handoff_record_ladder(struct handoff_record *record,
                                          const char *endpoint,
                                          const char *model,
                                          char out[HANDOFF_LADDER],
                                          struct handoff_error *err)
{
    char asked[ASKED_BYTES];
    struct ho_query q;

    name_asked(endpoint, model, asked);
    out[0] = '\0';
    ho_query(record->db, &q,
             "SELECT learnt FROM ladder WHERE asked = ?1 ORDER BY id DESC"
             " LIMIT 1");
    ho_bind_text(&q, asked);
    if (ho_step(&q))
        snprintf(out, HANDOFF_LADDER, "%s", ho_text(&q, 0));
    return ho_done(&q, err);
}

static enum handoff_status insert_ladder(struct handoff_record *record,
                                         const char *asked, const char *ladder,
                                         struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q,
             "INSERT INTO ladder (asked, learnt) VALUES (?1, ?2)");
    ho_bind_text(&q, asked);
    ho_bind_text(&q, ladder);
    status = ho_run(&q, err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_LEARNT, 0,
                                 ho_db_last_id(record->db), err)
               : status;
}

enum handoff_status handoff_record_learn(struct handoff_record *record,
                                         const char *endpoint,
                                         const char *model, const char *ladder,
                                         struct handoff_error *err)
{
    char asked[ASKED_BYTES], known[HANDOFF_LADDER];
    enum handoff_status status =
        handoff_record_ladder(record, endpoint, model, known, err);

    if (status != HANDOFF_OK || !*ladder || strcmp(known, ladder) == 0)
        return status;
    name_asked(endpoint, model, asked);
    status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = insert_ladder(record, asked, ladder, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}
