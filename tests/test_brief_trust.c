/* test_brief_trust.c - what holds whatever a model replies.
 *
 * Replies are put together at random out of true, invented, cut, denied and
 * foreign quotes, in all three shapes.  However they mix, no claim stands
 * higher than what its own quote proves, and a second answer takes nothing
 * back and raises nothing without a proof.
 */
#include <handoff/brief.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/json.h"
#include "brief/again.h"
#include "evidence/prove.h"
#include "prompt/open.h"
#include "support/brief_check.h"
#include "support/product.h"

enum { REPLIES = 1500, VALUE_BYTES = 4096 };

static const char lead_text[] =
    "Name: Ada Fox\nEmail: ada@hillmarsh.example\nTitle: VP Operations\n"
    "Message:\n"
    "Our inbound handoffs are inconsistent and we lose leads.\n"
    "We are a team of 12 reps, soon there are 40 seats to fill.\n"
    "We have a budget of 20k EUR. Last year we had a budget of 5k EUR.\n"
    "We do not need a demo, please send me a price list.\n"
    "There is a planning meeting on 12 October, and we decide by 12 November.\n"
    "We use HubSpot. Is there an integration with Salesforce?\n"
    "My boss asked me to look. No rush.";

static const char *const quotes[] = { "inbound handoffs are inconsistent",
                                      "we lose leads",
                                      "team of 12 reps",
                                      "12 reps",
                                      "40 seats",
                                      "We are a team of 12",
                                      "budget of 20k EUR",
                                      "We have a budget of 20k EUR",
                                      "20k",
                                      "we had a budget of 5k EUR",
                                      "need a demo",
                                      "a demo",
                                      "send me a price list",
                                      "planning meeting on 12 October",
                                      "we decide by 12 November",
                                      "12 November",
                                      "We use HubSpot",
                                      "integration with Salesforce",
                                      "My boss asked me to look",
                                      "No rush",
                                      "VP Operations",
                                      "ada@hillmarsh.example",
                                      "hillmarsh.example",
                                      "our budget is 90k USD",
                                      "I decide",
                                      "asap",
                                      "andoffs are incon",
                                      "2 reps",
                                      "budget",
                                      "we",
                                      "",
                                      "  ",
                                      "OUR INBOUND HANDOFFS",
                                      "inbound  handoffs" };

static const char *const values[] = { "12",
                                      "40",
                                      "20000 EUR",
                                      "20000",
                                      "5000 EUR",
                                      "demo",
                                      "pricing",
                                      "hubspot",
                                      "salesforce",
                                      "2026-10-12",
                                      "2026-11-12",
                                      "lead routing",
                                      "handoff",
                                      "now",
                                      "later",
                                      "decides",
                                      "recommends",
                                      "handoffs are inconsistent",
                                      "Salesforce is broken",
                                      "vp",
                                      "90000 USD",
                                      "none" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct handoff_policy *policy;
static struct handoff_batch *batch;
static const struct handoff_fields *fields;
static const struct handoff_lead *lead;

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    batch = product_batch(policy, "lead.txt", lead_text, sizeof lead_text - 1);
    fields = handoff_policy_fields(policy);
    lead = handoff_batch_lead(batch, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    return 0;
}

/* --- replies at random -------------------------------------------------------
 */

static uint32_t seed;

/* Numerical Recipes' linear congruential generator; its high bits. */
static size_t pick(size_t count)
{
    seed = seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return (size_t)(seed >> 8) % count;
}

static void write_pair(struct ho_writer *w)
{
    if (pick(8) > 0)
        ho_write_text(w, "quote", quotes[pick(COUNT(quotes))]);
    if (pick(3) > 0)
        ho_write_text(w, "value", values[pick(COUNT(values))]);
    if (pick(6) == 0)
        ho_write_text(w, "status", pick(2) ? "inferred" : "explicit");
}

static void write_answer(struct ho_writer *w, const char *field)
{
    switch (pick(6)) {
    case 0:
    case 1:
        ho_write_null(w, field);
        break;
    case 2:
        ho_write_object(w, field);
        write_pair(w);
        ho_write_end_object(w);
        break;
    case 3:
        ho_write_integer(w, field, (int64_t)pick(50));
        break;
    default:
        ho_write_text(w, field, quotes[pick(COUNT(quotes))]);
    }
}

static void write_list(struct ho_writer *w, const char *key, size_t most)
{
    ho_write_array(w, key);
    for (size_t n = pick(most + 1); n > 0; n--) {
        ho_write_object(w, NULL);
        ho_write_text(w, "field", fields->item[pick(fields->count)].name);
        write_pair(w);
        if (pick(4) == 0)
            ho_write_text(w, "basis", fields->item[pick(fields->count)].name);
        ho_write_text(w, "why", "it says so");
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static char *random_reply(void)
{
    const bool lists = pick(3) == 0;
    struct ho_buffer b;
    struct ho_writer w;
    char *text = NULL;

    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    if (lists)
        write_list(&w, "explicit", 30);
    for (size_t i = 0; !lists && i < fields->count; i++)
        if (pick(5) > 0)
            write_answer(&w, fields->item[i].name);
    write_list(&w, "inferred", 6);
    ho_write_end_object(&w);
    assert_int_equal(ho_buffer_take(&b, "reply", &text, NULL, NULL),
                     HANDOFF_OK);
    return text;
}

/* --- what must hold
 * ------------------------------------------------------------ */

/* Does this evidence by itself prove the field? */
static bool is_proved(int field, const struct handoff_evidence *e)
{
    struct ho_buffer text;
    bool ok = false;

    ho_buffer_init(&text, VALUE_BYTES);
    for (size_t i = 0; i < lead->count && !ok; i++) {
        struct ho_proof proof;

        if (strcmp(lead->value[i].cite, e->cite) != 0)
            continue;
        assert_int_equal(ho_prove(&fields->item[field], lead->value[i].text,
                                  ho_slice(e->quote), ho_day_of(PRODUCT_AS_OF),
                                  &proof, &text, NULL),
                         HANDOFF_OK);
        ok = proof.ok;
    }
    ho_buffer_release(&text);
    return ok;
}

static void check_claim(const char *reply, const struct handoff_claim *c)
{
    const struct handoff_field *field = &fields->item[c->field];
    const bool open = ho_field_is_open(fields, lead, (size_t)c->field);

    if (!open)
        return; /* the form, the CRM or the batch says it */
    if (c->class == HANDOFF_INFERRED && field->is_protected)
        fail_msg("%s is inferred: %s", field->name, reply);
    if (c->class != HANDOFF_EXPLICIT)
        return;
    for (size_t i = 0; i < c->evidence_count; i++)
        if (!is_proved(c->field, &c->evidence[i]))
            fail_msg("%s is Explicit by \"%s\": %s", field->name,
                     c->evidence[i].quote, reply);
}

/* The same value by the same words. */
static bool is_same(const struct handoff_claim *a,
                    const struct handoff_claim *b)
{
    return a->class == b->class && strcmp(a->value, b->value) == 0 &&
           a->evidence_count == b->evidence_count &&
           a->evidence[0].start == b->evidence[0].start;
}

/* What the first answer settled stays; what changed was asked about. */
static void check_frozen(const struct handoff_brief *first,
                         const struct handoff_brief *second)
{
    struct handoff_failed *failed = calloc(fields->count + 1, sizeof *failed);
    bool *asked = calloc(fields->count + 1, sizeof *asked);
    struct ho_again again;

    assert_true(failed && asked);
    ho_brief_again(first, failed, &again);
    for (size_t i = 0; i < again.count; i++)
        asked[failed[i].field] = true;
    for (size_t i = 0; i < fields->count; i++) {
        const struct handoff_claim *a = &first->claim[i];
        const struct handoff_claim *b = &second->claim[i];

        if (asked[i])
            assert_int_equal(a->class, HANDOFF_UNKNOWN);
        else if (
            a->class == HANDOFF_UNKNOWN ? b->class != a->class : !is_same(a, b))
            if (fields->item[i].infer_from == HANDOFF_NO_FIELD)
                fail_msg("%s changed", fields->item[i].name);
    }
    free(asked);
    free(failed);
}

/* How much of it all was tried. */
struct tally {
    size_t explicit, inferred, unknown, findings, asked;
};

static void count_claims(const struct handoff_brief *brief, struct tally *t)
{
    for (size_t i = 0; i < fields->count; i++) {
        t->explicit += brief->claim[i].class == HANDOFF_EXPLICIT;
        t->inferred += brief->claim[i].class == HANDOFF_INFERRED;
        t->unknown += brief->claim[i].class == HANDOFF_UNKNOWN;
    }
    t->findings += brief->finding_count;
    for (size_t i = 0; i < brief->finding_count; i++)
        t->asked += brief->finding[i].asked_again;
}

static void check_reply(struct tally *tally)
{
    char *one = random_reply(), *two = random_reply();
    const struct handoff_answer answer[2] = { { one, NULL }, { two, NULL } };
    struct handoff_brief *first = product_brief_from(policy, lead, answer, 1);
    struct handoff_brief *second = product_brief_from(policy, lead, answer, 2);

    for (size_t i = 0; i < fields->count; i++) {
        check_claim(one, &first->claim[i]);
        check_claim(two, &second->claim[i]);
    }
    brief_check_lists(one, first);
    brief_check_quotes(one, first);
    brief_check_quotes(two, second);
    check_frozen(first, second);
    count_claims(second, tally);
    handoff_brief_free(second);
    handoff_brief_free(first);
    free(two);
    free(one);
}

static void test_random_replies(void **state)
{
    struct tally tally = { 0 };

    (void)state;
    for (uint32_t i = 0; i < REPLIES; i++) {
        seed = i;
        check_reply(&tally);
    }
    assert_true(tally.explicit > 5 * REPLIES);
    assert_true(tally.inferred > REPLIES);
    assert_true(tally.findings > 10 * REPLIES);
    assert_true(tally.asked > 5 * REPLIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_random_replies) };

    return cmocka_run_group_tests_name("brief_trust", tests, set_up, tear_down);
}
