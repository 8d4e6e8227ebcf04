/* bench_record.c - the record: what it adds to a run, what proof costs, and
 * how it feels with 100,000 leads in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/pipeline.h>
#include <handoff/record.h>

#include "base/builtin.h"
#include "bench.h"
#include "record/record.h"

enum { LEADS = 2000, COPIES = 50, ROW_BYTES = 400 };

static const char path[] = "bench.db";
static const int64_t AS_OF = 1790240400; /* 2026-09-24T09:00:00Z */

static struct handoff_policy *policy;
static struct handoff_prompt *prompt;
static struct handoff_endpoint *endpoint;
static struct handoff_record *record;
static char *csv;
static size_t csv_len;

static void need(enum handoff_status status, const char *what)
{
    if (status != HANDOFF_OK)
        bench_die(what);
}

static void remove_record(void)
{
    remove("bench.db");
    remove("bench.db-wal");
    remove("bench.db-shm");
    remove("bench.db-run");
}

static void write_leads(void)
{
    csv = malloc((size_t)LEADS * ROW_BYTES);
    if (!csv)
        bench_die("malloc");
    csv_len = (size_t)snprintf(csv, ROW_BYTES,
                               "Name,Email,Company,Role,Source,Need\n");
    for (int i = 0; i < LEADS; i++)
        csv_len += (size_t)snprintf(
            csv + csv_len, ROW_BYTES,
            "Person %d,p%d@company%d.example,Company %d,VP Operations,Demo "
            "request,\"Demo requests sit for days before a rep of our %d "
            "picks them up. We have to decide by 30 October; who would "
            "show us how routing works?\"\n",
            i, i, i, i, i % 90 + 2);
}

static void prepare(void)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;

    if (policy)
        return;
    need(handoff_policy_parse("policy",
                              ho_builtin_text("policies/inbound.policy.yaml"),
                              &policy, NULL),
         "policy");
    need(handoff_prompt_parse("prompt",
                              ho_builtin_text("prompts/summarize.prompt"),
                              &prompt, NULL),
         "prompt");
    options.fields = handoff_policy_fields(policy);
    need(handoff_endpoint_new(&options, &endpoint, NULL), "endpoint");
    write_leads();
}

/* --- a run
 * -------------------------------------------------------------------- */

static void open_record(enum handoff_record_use use)
{
    const struct handoff_record_options options = {
        .path = path,
        .use = use,
        .actor = "bench",
        .clock = handoff_system_clock()
    };

    need(handoff_record_open(&options, &record, NULL), "record");
}

static void close_record(void)
{
    handoff_record_close(record);
    record = NULL;
}

/* With the record, where one is open. */
static void run_leads(void)
{
    struct handoff_batch *batch = NULL;
    struct handoff_run *run = NULL;
    struct handoff_suppression suppression;
    const struct handoff_screening how = { record ? &suppression : NULL,
                                           false };
    struct handoff_job job = { .policy = policy,
                               .prompt = prompt,
                               .endpoint = endpoint,
                               .model = "",
                               .as_of = AS_OF };
    struct handoff_record_run facts = { .command = "map",
                                        .program = "bench",
                                        .policy = policy,
                                        .policy_text = ho_builtin_text(
                                            "policies/inbound.policy.yaml"),
                                        .prompt = handoff_prompt_id(prompt),
                                        .reask = "",
                                        .endpoint = "builtin:extract",
                                        .model = "",
                                        .as_of = AS_OF };

    need(handoff_batch_new(handoff_policy_fields(policy), &batch, NULL),
         "batch");
    if (record)
        handoff_batch_name_by(batch, handoff_record_namer(record));
    need(handoff_batch_add(batch, "bench",
                           (struct handoff_slice){ csv, csv_len }, NULL),
         "intake");
    if (record)
        need(handoff_record_suppression(record, &suppression, NULL),
             "suppression");
    need(handoff_screen(batch, &how, NULL), "screen");
    job.batch = facts.batch = batch;
    handoff_endpoint_remember(endpoint,
                              record ? handoff_record_memory(record) : NULL);
    if (record)
        need(handoff_record_begin(record, &facts, NULL), "begin");
    need(handoff_run(&job, &run, NULL), "run");
    if (record)
        need(handoff_record_finish(record, handoff_run_map(run), NULL),
             "finish");
    handoff_run_free(run);
    handoff_batch_free(batch);
}

static double run_plain(void)
{
    run_leads();
    return LEADS;
}

static double run_recorded(void)
{
    remove_record();
    open_record(HANDOFF_RECORD_RUN);
    run_leads();
    close_record();
    return LEADS;
}

/* --- proof
 * ---------------------------------------------------------------------- */

static void found(void *user, const char *text)
{
    (void)user;
    bench_die(text);
}

static void prepare_record(void)
{
    prepare();
    run_recorded();
}

static double verify(bool seals_only)
{
    struct handoff_proof proof;

    open_record(HANDOFF_RECORD_READ);
    need(
        handoff_record_verify(record, 0, seals_only, found, NULL, &proof, NULL),
        "verify");
    close_record();
    return LEADS;
}

static double verify_all(void)
{
    return verify(false);
}

static double verify_seals(void)
{
    return verify(true);
}

/* --- many leads
 * ------------------------------------------------------------------ */

/* What the glances read, fifty times over: the events stay behind. */
static void prepare_many(void)
{
    char sql[2000];

    prepare_record();
    open_record(HANDOFF_RECORD_WRITE);
    need(ho_db_begin(record->db, NULL), "begin");
    for (int i = 1; i < COPIES; i++) {
        const int at = i * LEADS;

        snprintf(sql, sizeof sql,
                 "INSERT INTO lead SELECT id + %d, name || '-%d', identity ||"
                 " '-%d' FROM lead WHERE id <= %d;"
                 "INSERT INTO reply SELECT id + %d, lead + %d, run, request,"
                 " 'http://127.0.0.1/v1 m', attempts, 900, 200, size, bytes"
                 " FROM reply WHERE id <= %d;"
                 "INSERT INTO receipt SELECT id + %d, run, submission,"
                 " position + %d, file, line, duplicate_of FROM receipt"
                 " WHERE id <= %d;"
                 "INSERT INTO brief SELECT id + %d, lead + %d, receipt + %d,"
                 " attempts, prompt_tokens, completion_tokens,"
                 " replace(body, '@company', '@c%d-company') FROM brief"
                 " WHERE id <= %d;",
                 at, i, i, LEADS, at, at, LEADS, at, at, LEADS, at, at, at, i,
                 LEADS);
        need(ho_db_script(record->db, sql, NULL), "copies");
        snprintf(sql, sizeof sql,
                 "INSERT INTO decision SELECT id + %d, lead + %d, brief + %d,"
                 " run, body, crm, route, rule, stage, owner, next_action,"
                 " due, score + %d, needs FROM decision WHERE id <= %d;"
                 "INSERT INTO crm SELECT lead + %d, decision + %d, route,"
                 " stage, owner, next_action, due, score + %d, waits FROM crm"
                 " WHERE lead <= %d;"
                 "INSERT INTO watch SELECT lead + %d, risk, since, due,"
                 " stopped FROM watch WHERE lead <= %d;",
                 at, at, at, i, LEADS, at, at, i, LEADS, at, LEADS);
        need(ho_db_script(record->db, sql, NULL), "copies");
    }
    need(ho_db_commit(record->db, NULL), "commit");
    close_record();
}

static double status(void)
{
    char *text = NULL;
    size_t len;

    open_record(HANDOFF_RECORD_READ);
    need(handoff_record_status(record, AS_OF, HANDOFF_FORMAT_TEXT, &text, &len,
                               NULL),
         "status");
    free(text);
    close_record();
    return 1;
}

static double review_list(void)
{
    char *text = NULL;
    size_t len;

    open_record(HANDOFF_RECORD_READ);
    need(
        handoff_review_list(record, 50, HANDOFF_FORMAT_TEXT, &text, &len, NULL),
        "review list");
    free(text);
    close_record();
    return 1;
}

static double stale(void)
{
    const struct handoff_stale what = { AS_OF + 30 * 86400, 7, 50 };
    char *text = NULL;
    size_t len, leads = 0;

    open_record(HANDOFF_RECORD_READ);
    need(handoff_record_stale(record, &what, HANDOFF_FORMAT_TEXT, &text, &len,
                              &leads, NULL),
         "stale");
    free(text);
    close_record();
    if (leads != LEADS * COPIES)
        bench_die("stale: not everybody rests");
    return 1;
}

/* Everybody's first export: a contact, a task and a note each. */
static void prepare_export(void)
{
    prepare_many();
    open_record(HANDOFF_RECORD_WRITE);
    need(ho_db_script(record->db, "UPDATE crm SET waits = 0", NULL), "waits");
    close_record();
}

static double export_all(void)
{
    static const struct handoff_crm_pair owner = {
        "inbound sales operations queue", "desk@ours.example"
    };
    struct handoff_crm_settings crm = { .owner = { &owner, 1 } };
    const struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_HUBSPOT,
                                           .settings = &crm,
                                           .folder = "bench-export" };
    struct handoff_exported out;

    open_record(HANDOFF_RECORD_WRITE);
    need(ho_db_script(record->db, "DELETE FROM line; DELETE FROM export", NULL),
         "export");
    if (system("rm -rf bench-export") != 0)
        bench_die("rm");
    need(handoff_record_export(record, &wanted, &out, NULL), "export");
    close_record();
    if (out.contacts != LEADS * COPIES || out.tasks != LEADS * COPIES)
        bench_die("export: not everybody left");
    return LEADS * COPIES;
}

static void release(void)
{
    if (system("rm -rf bench-export") != 0)
        bench_die("rm");
    remove_record();
    handoff_endpoint_free(endpoint);
    handoff_prompt_free(prompt);
    handoff_policy_free(policy);
    free(csv);
}

static const struct figure items[] = {
    { "run_2000_plain", "leads per CPU second", prepare, run_plain, NULL },
    { "run_2000_recorded", "leads per CPU second", prepare, run_recorded,
      NULL },
    { "record_verify", "leads per CPU second", prepare_record, verify_all,
      NULL },
    { "record_verify_seals", "leads per CPU second", prepare_record,
      verify_seals, NULL },
    { "record_100000_status", "calls per CPU second", prepare_many, status,
      NULL },
    { "record_100000_review_list", "calls per CPU second", prepare_many,
      review_list, NULL },
    { "record_100000_stale", "calls per CPU second", prepare_many, stale,
      NULL },
    { "record_100000_export", "leads per CPU second", prepare_export,
      export_all, release },
};

const struct figures bench_record = { items, sizeof items / sizeof *items };
