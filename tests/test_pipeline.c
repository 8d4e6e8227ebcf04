/* test_pipeline.c - a run gives its leads one by one: in the order of the
 * batch, whoever answers first, and none kept where nobody asks for the map. */
#include <handoff/pipeline.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "support/asking.h"
#include "support/cases.h"
#include "support/product.h"
#include "support/server.h"

enum { LEADS = 24, JOBS = 4, CSV_BYTES = 1 << 16 };

/* The first lead is the slowest by far, so that all others wait for it; every
 * fifth has no usable answer. */
static const char SLOW_FIRST[] =
    "{\"rules\": [{\"match\": \"company0.example\", \"delay_ms\": 300},"
    " {\"match\": \"company5.example\", \"status\": 400, \"body\": \"no\"}]}";

static struct handoff_policy *policy;
static struct handoff_prompt *prompt;

static int setup(void **state)
{
    size_t len = 0;
    char *text = case_text(FIXTURES, "../prompts/summarize.prompt", &len);

    (void)state;
    policy = product_policy();
    assert_int_equal(handoff_prompt_parse("p",
                                          (struct handoff_slice){ text, len },
                                          &prompt, NULL),
                     HANDOFF_OK);
    free(text);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    handoff_prompt_free(prompt);
    handoff_policy_free(policy);
    return 0;
}

static struct handoff_batch *leads(void)
{
    struct handoff_batch *batch;
    struct ho_buffer csv;

    ho_buffer_init(&csv, CSV_BYTES);
    ho_buffer_text(&csv, "id,company,email,need\n");
    for (int i = 0; i < LEADS; i++)
        ho_buffer_format(&csv,
                         "N%02d,Company %d,p@company%d.example,\"We lose leads "
                         "in handover %d\"\n",
                         i, i, i, i);
    batch = product_batch(policy, "leads.csv", csv.ptr, csv.len);
    assert_int_equal(handoff_batch_count(batch), LEADS);
    ho_buffer_release(&csv);
    return batch;
}

/* What `each` was given. */
struct seen {
    const struct handoff_batch *batch;
    size_t count;
    size_t refuse; /* the call that says no; LEADS: none */
    struct ho_buffer lines;
};

static enum handoff_status see(void *user, const struct handoff_brief *brief,
                               const struct handoff_decision *decision,
                               struct handoff_error *err)
{
    struct seen *seen = user;
    char *json = NULL;
    size_t len = 0;

    if (seen->count == seen->refuse)
        return ho_fail(err, HANDOFF_IO, "the disk is full");
    assert_ptr_equal(brief->lead, handoff_batch_lead(seen->batch, seen->count));
    assert_non_null(decision->rule);
    assert_int_equal(
        handoff_map_lead_json(policy, brief, decision, &json, &len, err),
        HANDOFF_OK);
    assert_int_equal(strlen(json), len);
    assert_int_equal(json[len - 1], '\n');
    ho_buffer_add(&seen->lines, (struct handoff_slice){ json, len });
    free(json);
    seen->count++;
    return HANDOFF_OK;
}

/* One run against a server of its own, which is gone with it. */
static enum handoff_status run(struct seen *seen, struct handoff_run **out,
                               size_t *requests, struct handoff_error *err)
{
    struct server *server = NULL;
    struct handoff_endpoint_options options;
    struct handoff_job job = { .batch = seen->batch,
                               .policy = policy,
                               .prompt = prompt,
                               .model = "m",
                               .as_of = PRODUCT_AS_OF,
                               .each = see,
                               .user = seen };
    enum handoff_status status;

    assert_int_equal(server_start(ho_slice(SLOW_FIRST), &server, NULL),
                     HANDOFF_OK);
    options = asking_options(server_url(server));
    options.jobs = JOBS;
    job.endpoint = asking_endpoint(&options);
    status = handoff_run(&job, out, err);
    *requests = server_count(server);
    handoff_endpoint_free(job.endpoint);
    server_stop(server);
    return status;
}

static struct seen nothing_seen(const struct handoff_batch *batch)
{
    struct seen seen = { .batch = batch, .refuse = LEADS };

    ho_buffer_init(&seen.lines, 1 << 24);
    return seen;
}

static void in_order_and_not_kept(void **state)
{
    struct handoff_batch *batch = leads();
    struct seen seen = nothing_seen(batch);
    size_t requests = 0;

    (void)state;
    assert_int_equal(run(&seen, NULL, &requests, NULL), HANDOFF_OK);
    assert_int_equal(seen.count, LEADS);
    assert_int_equal(requests, LEADS);
    ho_buffer_release(&seen.lines);
    handoff_batch_free(batch);
}

/* Kept: the same briefs, and the map of them. */
static void in_order_and_kept(void **state)
{
    struct handoff_batch *batch = leads();
    struct seen seen = nothing_seen(batch);
    struct handoff_run *out = NULL;
    size_t requests = 0, degraded = 0;

    (void)state;
    assert_int_equal(run(&seen, &out, &requests, NULL), HANDOFF_OK);
    assert_int_equal(seen.count, LEADS);
    assert_int_equal(handoff_map_count(handoff_run_map(out)), LEADS);
    for (size_t i = 0; i < LEADS; i++) {
        const struct handoff_brief *brief = handoff_run_brief(out, i);

        assert_ptr_equal(brief->lead, handoff_batch_lead(batch, i));
        degraded += brief->degraded;
    }
    assert_int_equal(degraded, 1);
    handoff_run_free(out);
    ho_buffer_release(&seen.lines);
    handoff_batch_free(batch);
}

/* Nobody pays for answers that cannot be written down. */
static void a_refusal_ends_the_run(void **state)
{
    static const size_t refuse[] = { 0, 3, LEADS - 1 };

    (void)state;
    for (size_t i = 0; i < sizeof refuse / sizeof *refuse; i++) {
        struct handoff_batch *batch = leads();
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct seen seen = nothing_seen(batch);
        struct handoff_run *out = NULL;
        size_t requests = 0;

        seen.refuse = refuse[i];
        assert_int_equal(run(&seen, i % 2 ? &out : NULL, &requests, &err),
                         HANDOFF_IO);
        assert_string_equal(err.message, "the disk is full");
        assert_null(out);
        assert_int_equal(seen.count, refuse[i]);
        assert_in_range(requests, 1, LEADS);
        ho_buffer_release(&seen.lines);
        handoff_batch_free(batch);
    }
}

/* By the built-in extractor, which has its answers at once. */
static void without_a_server(void **state)
{
    struct handoff_batch *batch = leads();
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct seen seen = nothing_seen(batch);
    struct handoff_job job = { .batch = batch,
                               .policy = policy,
                               .prompt = prompt,
                               .model = "",
                               .as_of = PRODUCT_AS_OF,
                               .each = see,
                               .user = &seen };

    (void)state;
    options.fields = handoff_policy_fields(policy);
    assert_int_equal(handoff_endpoint_new(&options, &job.endpoint, NULL),
                     HANDOFF_OK);
    assert_int_equal(handoff_run(&job, NULL, NULL), HANDOFF_OK);
    assert_int_equal(seen.count, LEADS);
    handoff_endpoint_free(job.endpoint);
    ho_buffer_release(&seen.lines);
    handoff_batch_free(batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order_and_not_kept),
        cmocka_unit_test(in_order_and_kept),
        cmocka_unit_test(a_refusal_ends_the_run),
        cmocka_unit_test(without_a_server),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
