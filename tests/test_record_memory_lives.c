/* test_record_memory_lives.c - each allocation fails in turn while a lead lives
 * in the record: it is taken in, drafted for, answered, reviewed, shown,
 * proved, decided again and forgotten.
 *
 * Work that writes starts from the same file each time.  What fails leaves it
 * as it was, or, where the work was done and only its telling failed, whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/followup.h>
#include <handoff/outreach.h>

#include "base/builtin.h"
#include "base/file.h"
#include "record/record.h"
#include "support/alloc_fail.h"
#include "support/cases.h"
#include "support/product.h"
#include "support/recorded.h"

enum { FILE_BYTES = 4 << 20 };

static const char path[] = "lives.db";

static const char lead[] =
    "{\"name\":\"Ada Quill\",\"email\":\"ada@hillmarsh.example\","
    "\"company\":\"Hillmarsh\",\"role\":\"VP Sales Operations\","
    "\"source\":\"demo form\",\"need\":\"Our demo handoffs are inconsistent. "
    "May we see a demo?\"}";

static const char came_back[] = "Sounds good, but it is too expensive.\n";

static struct handoff_policy *policy;
static struct handoff_outreach *outreach;
static struct handoff_followup *followup;
static struct handoff_batch *batch;
static struct handoff_brief *brief;
static struct handoff_decision *decision;
static struct handoff_map *map;
static struct handoff_draft *draft;
static struct handoff_response *response;

/* The file that work starts from. */
static char *before;
static size_t before_len;

static void restore(void)
{
    FILE *out;

    recorded_remove(path);
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(before, 1, before_len, out), before_len);
    assert_int_equal(fclose(out), 0);
}

static void remember(void)
{
    free(before);
    before = NULL;
    assert_int_equal(ho_file_read(path, FILE_BYTES, &before, &before_len, NULL),
                     HANDOFF_OK);
}

static enum handoff_status open_record(enum handoff_record_use use,
                                       struct handoff_record **record,
                                       struct handoff_error *err)
{
    const struct handoff_record_options options = {
        .path = path, .use = use, .actor = "Ada", .clock = recorded_clock()
    };

    return handoff_record_open(&options, record, err);
}

/* Nothing half done is left behind. */
static enum handoff_status whole(enum handoff_status status)
{
    struct handoff_record *record;
    char first[600];

    if (status == HANDOFF_OK)
        return status;
    record = recorded_open(path, HANDOFF_RECORD_READ);
    if (recorded_problems(record, true, first, sizeof first) > 0)
        fail_msg("%s", first);
    handoff_record_close(record);
    return status;
}

/* --- what is done -----------------------------------------------------------
 */

static enum handoff_status take_in(struct handoff_error *err)
{
    const struct handoff_record_run facts = {
        .command = "map",
        .program = "test",
        .batch = batch,
        .policy = policy,
        .policy_text = ho_builtin_text("policies/inbound.policy.yaml"),
        .prompt = "p",
        .reask = "",
        .endpoint = "e",
        .model = "m",
        .as_of = PRODUCT_AS_OF
    };
    struct handoff_record *record = NULL;
    enum handoff_status status;

    recorded_remove(path);
    status = open_record(HANDOFF_RECORD_RUN, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_begin(record, &facts, err);
    if (status == HANDOFF_OK)
        status = handoff_record_finish(record, map, err);
    handoff_record_close(record);
    return status;
}

static enum handoff_status add_drafts(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    enum handoff_status status;

    restore();
    status = open_record(HANDOFF_RECORD_WRITE, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_drafts(record, &draft, 1, err);
    handoff_record_close(record);
    return whole(status);
}

static enum handoff_status add_sent(struct handoff_error *err)
{
    struct handoff_message said[] = { { "system", "You draft." },
                                      { "user", "They wrote." } };
    const struct handoff_messages messages = { said, 2 };
    struct handoff_record *record = NULL;
    enum handoff_status status;

    restore();
    status = open_record(HANDOFF_RECORD_WRITE, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_left(record, "L-0001", "http://e.example", "m",
                                     &messages, err);
    handoff_record_close(record);
    return whole(status);
}

static enum handoff_status add_response(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    enum handoff_status status;

    restore();
    status = open_record(HANDOFF_RECORD_WRITE, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_response(record, response, err);
    handoff_record_close(record);
    return whole(status);
}

static char item[64];

static enum handoff_status approve(struct handoff_error *err)
{
    const struct handoff_review review = { .item = item, .note = "" };
    struct handoff_record *record = NULL;
    enum handoff_status status;

    restore();
    status = open_record(HANDOFF_RECORD_WRITE, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_review_say(record, &review, err);
    handoff_record_close(record);
    return whole(status);
}

static enum handoff_status know_past(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    const struct handoff_past *past = NULL;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);

    if (status == HANDOFF_OK)
        status = handoff_record_past(record, batch, &past, err);
    if (status == HANDOFF_OK) {
        assert_non_null(strstr(past[0].drafts, "draft-1 "));
        assert_non_null(strstr(past[0].response, "continue, reason code"));
    }
    handoff_record_close(record);
    return status;
}

static enum handoff_status tell(struct handoff_error *err)
{
    static const struct handoff_stale stale = { .now = PRODUCT_AS_OF };
    struct handoff_record *record = NULL;
    char *text[4] = { NULL };
    size_t len, leads;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);

    if (status == HANDOFF_OK)
        status = handoff_record_log(record, NULL, HANDOFF_FORMAT_TEXT, &text[0],
                                    &len, err);
    if (status == HANDOFF_OK)
        status = handoff_record_stale(record, &stale, HANDOFF_FORMAT_TEXT,
                                      &text[1], &len, &leads, err);
    if (status == HANDOFF_OK)
        status = handoff_record_brief(record, "L-0001", &text[2], err);
    if (status == HANDOFF_OK)
        status = handoff_record_log_sent(record, "L-0001", HANDOFF_FORMAT_TEXT,
                                         &text[3], &len, err);
    if (status == HANDOFF_OK)
        assert_non_null(strstr(text[3], "to http://e.example m"));
    for (size_t i = 0; i < 4; i++)
        free(text[i]);
    handoff_record_close(record);
    return status;
}

static void found(void *user, const char *text)
{
    (void)user;
    fail_msg("%s", text);
}

static enum handoff_status prove(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    struct handoff_proof proof;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);

    if (status == HANDOFF_OK)
        status =
            handoff_record_verify(record, 0, false, found, NULL, &proof, err);
    if (status == HANDOFF_OK)
        assert_int_equal(proof.decisions, 1);
    handoff_record_close(record);
    return status;
}

static enum handoff_status decide_again(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    char *text = NULL;
    size_t len;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);

    if (status == HANDOFF_OK)
        status = handoff_record_replay(record, 1, policy, HANDOFF_FORMAT_TEXT,
                                       &text, &len, err);
    free(text);
    handoff_record_close(record);
    return status;
}

static enum handoff_status forget(struct handoff_error *err)
{
    const struct handoff_forget who = { .email = "ada@hillmarsh.example" };
    struct handoff_record *record = NULL;
    struct handoff_forgotten out;
    enum handoff_status status;

    restore();
    status = open_record(HANDOFF_RECORD_WRITE, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_forget(record, &who, NULL, NULL, &out, err);
    handoff_record_close(record);
    return whole(status);
}

/* --- tests ------------------------------------------------------------------
 */

static int set_up(void **state)
{
    const struct handoff_made_by made_by = { .endpoint = "e",
                                             .model = "m",
                                             .prompt = "p" };
    const struct handoff_came_back in = { .bytes = { came_back,
                                                     sizeof came_back - 1 },
                                          .lead = "L-0001",
                                          .as_of = PRODUCT_AS_OF };
    struct handoff_recipient to = { .as_of = PRODUCT_AS_OF };
    char *reply;

    (void)state;
    policy = product_policy();
    batch = product_batch(policy, "lead.json", lead, sizeof lead - 1);
    reply = product_reply(policy, handoff_batch_lead(batch, 0));
    brief = product_brief(policy, handoff_batch_lead(batch, 0), reply, NULL);
    free(reply);
    assert_int_equal(
        handoff_policy_decide(policy, brief, PRODUCT_AS_OF, &decision, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_outreach_new(policy, &outreach, NULL), HANDOFF_OK);
    assert_int_equal(handoff_followup_new(policy, &followup, NULL), HANDOFF_OK);
    to.brief = brief;
    to.decision = decision;
    assert_int_equal(
        handoff_draft_make(outreach, &to, NULL, 0, &made_by, &draft, NULL),
        HANDOFF_OK);
    assert_true(draft->angle_count > 0);
    assert_int_equal(
        handoff_map_make(&(struct handoff_map_input){ .policy = policy,
                                                      .batch = batch,
                                                      .brief = &brief,
                                                      .decision = &decision,
                                                      .as_of = PRODUCT_AS_OF },
                         &map, NULL),
        HANDOFF_OK);
    return handoff_response_make(followup, &in, &response, NULL) == HANDOFF_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_response_free(response);
    handoff_draft_free(draft);
    handoff_map_free(map);
    handoff_followup_free(followup);
    handoff_outreach_free(outreach);
    handoff_decision_free(decision);
    handoff_brief_free(brief);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    free(before);
    recorded_remove(path);
    return 0;
}

/* LEAD@HASH of what waits. */
static void name_item(void)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    const char *at;
    char *text = NULL;
    size_t len;

    assert_int_equal(handoff_review_list(record, 9, HANDOFF_FORMAT_NDJSON,
                                         &text, &len, NULL),
                     HANDOFF_OK);
    at = strstr(text, "draft-1@");
    assert_non_null(at);
    snprintf(item, sizeof item, "%.*s", (int)strcspn(at, "\""), at);
    free(text);
    handoff_record_close(record);
}

static bool is_gone(void)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    const bool gone = recorded_number(record, "SELECT count(*) FROM lead") == 0;

    handoff_record_close(record);
    return gone;
}

static void each_allocation(void **state)
{
    struct handoff_record *record;

    (void)state;
    fail_each_allocation(take_in);
    recorded_remove(path);
    record = recorded_open(path, HANDOFF_RECORD_RUN);
    assert_int_equal(
        recorded_run(record, "lead.json", lead, sizeof lead - 1, NULL),
        HANDOFF_OK);
    handoff_record_close(record);
    remember();
    fail_each_allocation(add_sent);
    remember();
    fail_each_allocation(add_drafts);
    remember();
    fail_each_allocation(add_response);
    remember();
    name_item();
    fail_each_allocation(approve);
    remember();
    fail_each_allocation(know_past);
    fail_each_allocation(tell);
    fail_each_allocation(decide_again);
    fail_each_allocation(forget);
    recorded_holds(path);
    assert_true(is_gone());
}

/* The run's policy is read again, too, so it is a small one. */
static void each_allocation_of_a_proof(void **state)
{
    char *small = case_text(FIXTURES "/record/waits", "policy.yaml", NULL);
    static const char sheet[] = "Kind,Size,Email,Need\nmid,10,a@b.example,"
                                "We wait for days\n";
    struct handoff_record *record;

    (void)state;
    recorded_remove(path);
    record = recorded_open(path, HANDOFF_RECORD_RUN);
    assert_int_equal(recorded_run_by(record, ho_slice(small), "sheet.csv",
                                     sheet, sizeof sheet - 1, NULL),
                     HANDOFF_OK);
    handoff_record_close(record);
    fail_each_allocation(prove);
    free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(each_allocation),
                                        cmocka_unit_test(
                                            each_allocation_of_a_proof) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
