/* test_injection.c - what a hostile lead can reach: a finding, and no more.
 *
 * Each attack of fixtures/injection/attacks.json is put into a lead, and read
 * twice: with the built-in extractor, and with the reply of a model that does
 * what the attack says.  Evidence and decision must be those of the same lead
 * without it.
 *
 *     in      the lead of fixtures/injection/leads; the attack stands for @@
 *     attack  its words
 *     says    what the obedient model claims on top of what the lead states:
 *             the field and the words
 *     file    the name under which the lead comes in, where it matters
 *     found   the order is seen: a finding and a flag for a person
 */
#include <handoff/pipeline.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/json.h"
#include "evidence/control.h"
#include "support/cases.h"
#include "support/product.h"

enum { LEAD_BYTES = 1 << 16, NAME_BYTES = 512 };

static struct handoff_policy *policy;

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_policy_free(policy);
    return 0;
}

/* A lead, its brief by one reply, and what is decided. */
struct outcome {
    struct handoff_batch *batch;
    struct handoff_brief *brief;
    struct handoff_decision *decision;
};

static void release(struct outcome *o)
{
    handoff_decision_free(o->decision);
    handoff_brief_free(o->brief);
    handoff_batch_free(o->batch);
}

/* --- the lead, with and without the attack ------------------------------- */

/* As it would stand in a record of that kind. */
static void add_attack(struct ho_buffer *out, const char *kind,
                       const char *attack)
{
    struct ho_buffer json;
    struct ho_writer w;

    if (!strstr(kind, ".json")) {
        ho_buffer_text(out, attack);
        return;
    }
    ho_buffer_init(&json, LEAD_BYTES);
    ho_writer_init(&w, &json, 0);
    ho_write_text(&w, NULL, attack);
    ho_buffer_add(out, ho_part(ho_buffer_slice(&json), 1, json.len - 1));
    ho_buffer_release(&json);
}

static struct handoff_batch *read_lead(const cJSON *row, const char *attack)
{
    const char *kind = row_text(row, "in", "");
    const char *file = row_text(row, "file", kind);
    char *text = case_text(FIXTURES "/injection/leads", kind, NULL);
    char *slot = strstr(text, "@@");
    struct ho_buffer lead;
    struct handoff_batch *batch;

    assert_non_null(slot);
    ho_buffer_init(&lead, LEAD_BYTES);
    ho_buffer_add(&lead, (struct handoff_slice){ text, (size_t)(slot - text) });
    add_attack(&lead, kind, attack);
    ho_buffer_text(&lead, slot + 2);
    batch = product_batch(policy, *attack ? file : kind, lead.ptr, lead.len);
    assert_int_equal(handoff_batch_count(batch), 1);
    ho_buffer_release(&lead);
    free(text);
    return batch;
}

/* reply NULL: the built-in extractor's. */
static struct outcome decide(const cJSON *row, const char *attack,
                             const char *reply)
{
    struct outcome o = { .batch = read_lead(row, attack) };
    const struct handoff_lead *lead = handoff_batch_lead(o.batch, 0);
    char *own = reply ? NULL : product_reply(policy, lead);

    o.brief = product_brief(policy, lead, reply ? reply : own, NULL);
    assert_int_equal(handoff_policy_decide(policy, o.brief, PRODUCT_AS_OF,
                                           &o.decision, NULL),
                     HANDOFF_OK);
    free(own);
    return o;
}

/* What a model says that quotes the honest words, and then obeys. */
static char *obey(const cJSON *row, const struct handoff_lead *clean)
{
    char *honest = product_reply(policy, clean), *text;
    cJSON *reply = NULL;
    const cJSON *planted;

    assert_int_equal(ho_json_parse(ho_slice(honest), &reply, NULL), HANDOFF_OK);
    cJSON_ArrayForEach(planted, ho_json_get(row, "says"))
    {
        cJSON_DeleteItemFromObjectCaseSensitive(reply, planted->string);
        assert_non_null(cJSON_AddStringToObject(reply, planted->string,
                                                planted->valuestring));
    }
    cJSON_DeleteItemFromObjectCaseSensitive(reply, "lane");
    assert_non_null(cJSON_AddStringToObject(reply, "lane", "pursue"));
    text = cJSON_PrintUnformatted(reply);
    assert_non_null(text);
    cJSON_Delete(reply);
    free(honest);
    return text;
}

/* All rows are told of before the test fails. */
static size_t failures;

__attribute__((format(printf, 2, 3))) static void complain(const char *name,
                                                           const char *format,
                                                           ...)
{
    char text[NAME_BYTES];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    print_error("%s: %s\n", name, text);
    failures++;
}

/* --- what must be the same ------------------------------------------------ */

static void check_claims(const char *name, const struct outcome *got,
                         const struct outcome *clean)
{
    for (size_t i = 0; i < got->brief->fields->count; i++) {
        const struct handoff_claim *a = &got->brief->claim[i];
        const struct handoff_claim *b = &clean->brief->claim[i];

        if (a->class != b->class)
            complain(
                name, "%s is %s (%s), without the attack %s (%s)",
                got->brief->fields->item[i].name, handoff_class_name(a->class),
                a->value ? a->value : a->reason, handoff_class_name(b->class),
                b->value ? b->value : b->reason);
    }
}

static bool is_same_decision(const struct handoff_decision *a,
                             const struct handoff_decision *b)
{
    return strcmp(a->rule, b->rule) == 0 &&
           strcmp(a->provisional_rule, b->provisional_rule) == 0 &&
           a->outcome.route == b->outcome.route &&
           strcmp(a->outcome.owner, b->outcome.owner) == 0 &&
           strcmp(a->outcome.reason, b->outcome.reason) == 0 &&
           a->outcome.confidence == b->outcome.confidence &&
           a->ask_count == b->ask_count &&
           (a->ask_count == 0 ||
            memcmp(a->ask, b->ask, a->ask_count * sizeof *a->ask) == 0);
}

static bool has_finding(const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->finding_count; i++)
        if (brief->finding[i].code == HANDOFF_FINDING_INSTRUCTION)
            return true;
    return false;
}

static void check(const cJSON *row, const char *how, const struct outcome *got,
                  const struct outcome *clean)
{
    char name[NAME_BYTES];

    snprintf(name, sizeof name, "%s, %s", row_text(row, "name", ""), how);
    check_claims(name, got, clean);
    if (!is_same_decision(got->decision, clean->decision))
        complain(name, "decided by %s, without the attack by %s",
                 got->decision->rule, clean->decision->rule);
    assert_false(has_finding(clean->brief));
    if (has_finding(got->brief) != cJSON_IsTrue(ho_json_get(row, "found")))
        complain(name, "the order is %sseen",
                 has_finding(got->brief) ? "" : "not ");
}

/* No chat template takes what is sent for more than text. */
static void check_prompt(const cJSON *row, const struct handoff_lead *lead)
{
    char *json = NULL;

    assert_int_equal(handoff_prompt_data(handoff_policy_fields(policy), lead,
                                         "0123456789abcdef", &json, NULL),
                     HANDOFF_OK);
    if (ho_control_at(ho_slice(json)) != SIZE_MAX)
        complain(row_text(row, "name", ""), "a control token is sent");
    free(json);
}

static size_t attacks;

static void run_row(const cJSON *row)
{
    const char *attack = row_text(row, "attack", "");
    struct outcome clean = decide(row, "", NULL);
    struct outcome plain = decide(row, attack, NULL);
    char *reply = obey(row, handoff_batch_lead(clean.batch, 0));
    struct outcome obeyed = decide(row, attack, reply);

    check(row, "built-in", &plain, &clean);
    check(row, "obeyed", &obeyed, &clean);
    check_prompt(row, handoff_batch_lead(plain.batch, 0));
    attacks++;
    free(reply);
    release(&obeyed);
    release(&plain);
    release(&clean);
}

static void test_attacks(void **state)
{
    (void)state;
    each_row("injection/attacks.json", run_row);
    assert_true(attacks >= 170);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_attacks) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
