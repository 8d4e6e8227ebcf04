/* status.c - the workspace at a glance; see handoff_record_status. */
#include <handoff/clock.h>

#include <inttypes.h>
#include <stdio.h>

#include "record/listing.h"
#include "record/policies.h"
#include "record/record.h"
#include "record/trail.h"

enum { BAR = 30, STATUS_BYTES = 1 << 20 };

static const char *const stages[] = {
#define X(name, text, decision, output) text,
    HANDOFF_STAGE_MAP(X)
#undef X
};

struct glance {
    int64_t stage[HANDOFF_STAGE_COUNT], leads, decided, waits, overdue;
    int64_t replies, tokens_in, tokens_out, policies;
    int64_t run, run_leads, run_started, run_finished;
    char command[32], head[HO_SHA256_HEX];
};

static enum handoff_status read_stages(struct handoff_record *record,
                                       struct glance *g, const char *today,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT stage, count(*), sum(waits),"
             " sum(due < ?1 AND route <> 'skip') FROM crm GROUP BY stage");
    ho_bind_text(&q, today);
    while (ho_step(&q)) {
        for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++)
            if (strcmp(stages[i], ho_text(&q, 0)) == 0)
                g->stage[i] = ho_integer(&q, 1);
        g->decided += ho_integer(&q, 1);
        g->waits += ho_integer(&q, 2);
        g->overdue += ho_integer(&q, 3);
    }
    return ho_done(&q, err);
}

/* Tokens that were not told are stored as -1. */
static enum handoff_status read_counts(struct handoff_record *record,
                                       struct glance *g,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT (SELECT count(*) FROM lead), count(*),"
             " coalesce(sum(max(prompt_tokens, 0)), 0),"
             " coalesce(sum(max(completion_tokens, 0)), 0),"
             " (SELECT count(DISTINCT r.policy) FROM run r WHERE"
             " " HO_POLICY_UNSAID "),"
             " (SELECT hash FROM event ORDER BY id DESC LIMIT 1)"
             " FROM reply WHERE asked LIKE 'http%' OR asked LIKE 'batch:%'");
    if (ho_step(&q)) {
        g->leads = ho_integer(&q, 0);
        g->replies = ho_integer(&q, 1);
        g->tokens_in = ho_integer(&q, 2);
        g->tokens_out = ho_integer(&q, 3);
        g->policies = ho_integer(&q, 4);
        snprintf(g->head, sizeof g->head, "%s", ho_text(&q, 5));
    }
    return ho_done(&q, err);
}

static enum handoff_status read_run(struct handoff_record *record,
                                    struct glance *g, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT id, command, leads, started, coalesce(finished, 0)"
             " FROM run ORDER BY id DESC LIMIT 1");
    if (ho_step(&q)) {
        g->run = ho_integer(&q, 0);
        snprintf(g->command, sizeof g->command, "%s", ho_text(&q, 1));
        g->run_leads = ho_integer(&q, 2);
        g->run_started = ho_integer(&q, 3);
        g->run_finished = ho_integer(&q, 4);
    }
    return ho_done(&q, err);
}

/* --- for programs ------------------------------------------------------------
 */

static void write_run(struct ho_writer *w, const struct glance *g)
{
    char time[HANDOFF_TIME_TEXT];

    if (g->run == 0) {
        ho_write_null(w, "last_run");
        return;
    }
    ho_write_object(w, "last_run");
    ho_write_integer(w, "run", g->run);
    ho_write_text(w, "command", g->command);
    ho_write_integer(w, "leads", g->run_leads);
    handoff_time_text(g->run_started, time);
    ho_write_text(w, "started", time);
    handoff_time_text(g->run_finished, time);
    ho_write_text(w, "finished", g->run_finished > 0 ? time : NULL);
    ho_write_end_object(w);
}

static void write_counts(struct ho_writer *w, const struct glance *g)
{
    ho_write_integer(w, "undecided", g->leads - g->decided);
    ho_write_integer(w, "waiting_for_review", g->waits);
    ho_write_integer(w, "policies_to_approve", g->policies);
    ho_write_integer(w, "overdue", g->overdue);
    ho_write_integer(w, "replies", g->replies);
    ho_write_integer(w, "prompt_tokens", g->tokens_in);
    ho_write_integer(w, "completion_tokens", g->tokens_out);
}

static void write_json(struct ho_buffer *b, const struct glance *g,
                       unsigned indent)
{
    struct ho_writer w;

    ho_writer_init(&w, b, indent);
    ho_write_object(&w, NULL);
    ho_write_integer(&w, "leads", g->leads);
    ho_write_array(&w, "by_stage");
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++) {
        ho_write_object(&w, NULL);
        ho_write_text(&w, "stage", stages[i]);
        ho_write_integer(&w, "leads", g->stage[i]);
        ho_write_end_object(&w);
    }
    ho_write_end_array(&w);
    write_counts(&w, g);
    write_run(&w, g);
    ho_write_text(&w, "head", g->head);
    ho_write_end_object(&w);
    ho_buffer_byte(b, '\n');
}

/* --- for people
 * --------------------------------------------------------------- */

static void write_bars(struct ho_buffer *b, const struct glance *g)
{
    int64_t most = 1;

    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++)
        if (g->stage[i] > most)
            most = g->stage[i];
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++) {
        ho_buffer_format(b, "  %s\t%" PRId64 "\t", stages[i], g->stage[i]);
        for (int64_t n = (g->stage[i] * BAR + most - 1) / most; n > 0; n--)
            ho_buffer_byte(b, '#');
        ho_buffer_byte(b, '\n');
    }
}

static void write_last(struct ho_buffer *b, const struct glance *g)
{
    char time[HANDOFF_TIME_TEXT];

    if (g->run == 0)
        return;
    handoff_time_text(g->run_started, time);
    ho_buffer_format(b,
                     "  Last run\t%" PRId64 ", %s of %" PRId64 " leads, %s%s\n",
                     g->run, g->command, g->run_leads, time,
                     g->run_finished > 0
                         ? ""
                         : "; it did not finish: run the same command again");
}

static void write_text(struct ho_buffer *b, const struct glance *g)
{
    ho_buffer_format(b, "Leads by stage (%" PRId64 ")\n===\n", g->leads);
    write_bars(b, g);
    ho_buffer_byte(b, '\n');
    if (g->leads > g->decided)
        ho_buffer_format(b, "  Not decided yet\t%" PRId64 "\n",
                         g->leads - g->decided);
    ho_buffer_format(b, "  Waiting for review\t%" PRId64 "%s\n", g->waits,
                     g->waits > 0 ? " (handoff review list)" : "");
    if (g->policies > 0)
        ho_buffer_format(b, "  Policies to approve\t%" PRId64 "\n",
                         g->policies);
    ho_buffer_format(b, "  Overdue\t%" PRId64 "\n", g->overdue);
    ho_buffer_format(b,
                     "  Spend\t%" PRId64 " replies, %" PRId64
                     " tokens in, %" PRId64 " out\n",
                     g->replies, g->tokens_in, g->tokens_out);
    write_last(b, g);
    ho_buffer_format(b, "  Head of the log\t%.16s\n", g->head);
}

/* --- as a page --------------------------------------------------------------
 */

static void write_stages(struct ho_writer *w, const struct glance *g)
{
    int64_t most = 1;

    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++)
        most = g->stage[i] > most ? g->stage[i] : most;
    ho_write_array(w, "by_stage");
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++) {
        const int64_t bar = (g->stage[i] * 100 + most - 1) / most;

        ho_write_object(w, NULL);
        ho_write_text(w, "stage", stages[i]);
        ho_write_integer(w, "count", g->stage[i]);
        ho_write_integer(w, "bar", bar);
        ho_write_integer(w, "x", (100 - bar) / 2);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static enum handoff_status write_page(struct handoff_record *record,
                                      const struct glance *g, const char *now,
                                      struct ho_buffer *b,
                                      struct handoff_error *err)
{
    struct ho_writer w;
    enum handoff_status status;

    ho_writer_init(&w, b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "as_of", now);
    ho_write_integer(&w, "total", g->leads);
    write_stages(&w, g);
    write_counts(&w, g);
    status = ho_trail_write(record, &w, err);
    ho_write_text(&w, "head", g->head);
    ho_write_end_object(&w);
    return status == HANDOFF_OK ? ho_buffer_status(b, "the status", err)
                                : status;
}

static enum handoff_status render_page(struct handoff_record *record,
                                       const struct glance *g, const char *now,
                                       char **text, size_t *len,
                                       struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, STATUS_BYTES);
    status = write_page(record, g, now, &b, err);
    if (status == HANDOFF_OK)
        status =
            handoff_report_render(HANDOFF_REPORT_STATUS, HANDOFF_FORMAT_HTML,
                                  ho_buffer_slice(&b), text, len, err);
    ho_buffer_release(&b);
    return status;
}

static enum handoff_status write(const struct glance *g,
                                 enum handoff_format format, char **text,
                                 size_t *len, struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&b, STATUS_BYTES);
    if (format == HANDOFF_FORMAT_TEXT) {
        write_text(&b, g);
        status = ho_buffer_status(&b, "the status", err);
        if (status == HANDOFF_OK)
            status = ho_listing_layout(ho_buffer_slice(&b), text, len, err);
    } else if (format == HANDOFF_FORMAT_JSON ||
               format == HANDOFF_FORMAT_NDJSON) {
        write_json(&b, g, format == HANDOFF_FORMAT_JSON ? 2 : 0);
        status = ho_buffer_take(&b, "the status", text, len, err);
    } else {
        status = ho_fail(err, HANDOFF_USAGE,
                         "the status comes as text, json, ndjson or html");
    }
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_record_status(struct handoff_record *record,
                                          int64_t now,
                                          enum handoff_format format,
                                          char **text, size_t *len,
                                          struct handoff_error *err)
{
    struct glance g = { 0 };
    char today[HANDOFF_TIME_TEXT], time[HANDOFF_TIME_TEXT];
    enum handoff_status status;

    handoff_date_text(now, today);
    status = ho_db_script(record->db, "BEGIN", err); /* one moment's view */
    if (status == HANDOFF_OK)
        status = read_stages(record, &g, today, err);
    if (status == HANDOFF_OK)
        status = read_counts(record, &g, err);
    if (status == HANDOFF_OK)
        status = read_run(record, &g, err);
    handoff_time_text(now, time);
    if (status == HANDOFF_OK)
        status = format == HANDOFF_FORMAT_HTML
                     ? render_page(record, &g, time, text, len, err)
                     : write(&g, format, text, len, err);
    ho_db_rollback(record->db);
    return status;
}
