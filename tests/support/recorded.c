/* recorded.c - see support/recorded.h */
#include "support/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/builtin.h"
#include "record/record.h"
#include "support/cases.h"
#include "support/product.h"

static int64_t tick(void *user)
{
    static int64_t now = PRODUCT_AS_OF;

    (void)user;
    return now++;
}

const struct handoff_clock *recorded_clock(void)
{
    static const struct handoff_clock clock = { tick, tick, NULL };

    return &clock;
}

void recorded_remove(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-run", ".v1" };
    char name[256];

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        remove(name);
    }
}

struct handoff_record *recorded_open(const char *path,
                                     enum handoff_record_use use)
{
    const struct handoff_record_options options = {
        .path = path, .use = use, .actor = "Ada", .clock = recorded_clock()
    };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;

    if (handoff_record_open(&options, &record, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return record;
}

static enum handoff_status run(struct handoff_record *record,
                               const struct handoff_policy *policy,
                               struct handoff_slice policy_text,
                               const struct handoff_batch *batch,
                               struct handoff_error *err)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_record_run facts = { .command = "map",
                                        .program = "test",
                                        .batch = batch,
                                        .policy = policy,
                                        .policy_text = policy_text,
                                        .reask = "",
                                        .endpoint = "builtin:extract",
                                        .model = "",
                                        .as_of = PRODUCT_AS_OF };
    struct handoff_endpoint *endpoint = NULL;
    struct handoff_prompt *prompt = NULL;
    struct handoff_run *run = NULL;
    struct handoff_job job = {
        .batch = batch, .policy = policy, .model = "", .as_of = PRODUCT_AS_OF
    };
    enum handoff_status status;

    options.fields = handoff_policy_fields(policy);
    assert_int_equal(handoff_endpoint_new(&options, &endpoint, NULL), 0);
    assert_int_equal(handoff_prompt_parse(
                         "prompt", ho_builtin_text("prompts/summarize.prompt"),
                         &prompt, NULL),
                     0);
    facts.prompt = handoff_prompt_id(prompt);
    job.prompt = prompt;
    job.endpoint = endpoint;
    handoff_endpoint_remember(endpoint, handoff_record_memory(record));
    status = handoff_record_begin(record, &facts, err);
    if (status == HANDOFF_OK)
        status = handoff_run(&job, &run, err);
    if (status == HANDOFF_OK)
        status = handoff_record_finish(record, handoff_run_map(run), err);
    handoff_run_free(run);
    handoff_prompt_free(prompt);
    handoff_endpoint_free(endpoint);
    return status;
}

enum handoff_status recorded_run_by(struct handoff_record *record,
                                    struct handoff_slice policy_text,
                                    const char *name, const char *text,
                                    size_t len, struct handoff_error *err)
{
    struct handoff_policy *policy = NULL;
    struct handoff_suppression suppression;
    const struct handoff_screening how = { &suppression, false };
    struct handoff_batch *batch = NULL;
    enum handoff_status status;

    assert_int_equal(
        handoff_policy_parse("policy.yaml", policy_text, &policy, err),
        HANDOFF_OK);
    assert_int_equal(
        handoff_batch_new(handoff_policy_fields(policy), &batch, NULL), 0);
    handoff_batch_name_by(batch, handoff_record_namer(record));
    assert_int_equal(handoff_batch_add(batch, name,
                                       (struct handoff_slice){ text, len },
                                       NULL),
                     HANDOFF_OK);
    status = handoff_record_suppression(record, &suppression, err);
    if (status == HANDOFF_OK)
        status = handoff_screen(batch, &how, err);
    if (status == HANDOFF_OK)
        status = run(record, policy, policy_text, batch, err);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    return status;
}

enum handoff_status recorded_run(struct handoff_record *record,
                                 const char *name, const char *text, size_t len,
                                 struct handoff_error *err)
{
    return recorded_run_by(record,
                           ho_builtin_text("policies/inbound.policy.yaml"),
                           name, text, len, err);
}

void recorded_leads_of(const char *path, const char *file)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_RUN);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t len;
    char *text = case_text(FIXTURES "/record", file, &len);

    if (recorded_run(record, file, text, len, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_record_close(record);
    free(text);
}

void recorded_leads(const char *path)
{
    recorded_leads_of(path, "leads.csv");
}

struct first {
    char *text;
    size_t size;
};

static void note(void *user, const char *text)
{
    struct first *first = user;

    if (first->text[0] == '\0')
        snprintf(first->text, first->size, "%s", text);
}

size_t recorded_problems(struct handoff_record *record, bool seals_only,
                         char *text, size_t size)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_proof proof;
    struct first first = { text, size };

    text[0] = '\0';
    if (handoff_record_verify(record, 0, seals_only, note, &first, &proof,
                              &err) == HANDOFF_OK)
        return proof.problems;
    note(&first, err.message);
    return proof.problems + 1;
}

void recorded_holds(const char *path)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    char first[600];

    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s", first);
    handoff_record_close(record);
}

int64_t recorded_number(struct handoff_record *record, const char *sql)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_query q;
    int64_t number = -1;

    ho_query(record->db, &q, sql);
    if (ho_step(&q))
        number = ho_integer(&q, 0);
    if (ho_done(&q, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return number;
}
