/* test_outreach.c - what a message may say (fixtures/playbook/messages.json),
 * who gets a draft (no-draft.json), and what becomes of a model's inventions
 * (drafts.json). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/outreach.h>
#include <handoff/workspace.h>

#include "playbook/outreach.h"
#include "support/cases.h"
#include "support/product.h"

static const char said[] =
    "{\"name\":\"Ada Quill\",\"email\":\"ada@hillmarsh.example\","
    "\"company\":\"Hillmarsh\",\"role\":\"VP Sales Operations\","
    "\"source\":\"demo form\",\"need\":\"Our demo handoffs are inconsistent "
    "and we do not see who owns a lead. May we see a demo? A team of 12 reps "
    "works on it. We have a budget of 20k EUR and decide by 12 October "
    "2026.\"}";

struct scene {
    struct handoff_policy *policy;
    struct handoff_outreach *outreach;
    struct handoff_batch *batch;
    struct handoff_brief *brief;
    struct handoff_decision *decision;
};

static void read_lead(struct scene *s, const char *lead)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *reply;

    s->batch = product_batch(s->policy, "lead.json", lead, strlen(lead));
    assert_int_equal(handoff_batch_count(s->batch), 1);
    reply = product_reply(s->policy, handoff_batch_lead(s->batch, 0));
    s->brief =
        product_brief(s->policy, handoff_batch_lead(s->batch, 0), reply, NULL);
    free(reply);
    assert_int_equal(handoff_policy_decide(s->policy, s->brief, PRODUCT_AS_OF,
                                           &s->decision, &err),
                     HANDOFF_OK);
}

static void forget_lead(struct scene *s)
{
    handoff_decision_free(s->decision);
    handoff_brief_free(s->brief);
    handoff_batch_free(s->batch);
}

static struct scene begin(void)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct scene s = { .policy = product_policy() };

    if (handoff_outreach_new(s.policy, &s.outreach, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return s;
}

static void end(struct scene *s)
{
    handoff_outreach_free(s->outreach);
    handoff_policy_free(s->policy);
}

static struct handoff_draft *make(const struct scene *s,
                                  const struct handoff_answer *answer,
                                  size_t count, const char *blocked)
{
    static const struct handoff_made_by made_by = { .endpoint = "test",
                                                    .model = "small",
                                                    .prompt = "p" };
    const struct handoff_recipient to = { s->brief, s->decision, PRODUCT_AS_OF,
                                          blocked };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_draft *draft = NULL;

    if (handoff_draft_make(s->outreach, &to, answer, count, &made_by, &draft,
                           &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return draft;
}

/* --- messages --------------------------------------------------------------
 */

static struct scene the_scene;
static size_t wrong; /* rows */

static void check_message(const cJSON *row)
{
    const struct scene *s = &the_scene;
    const char *message = row_text(row, "message", "");
    const char *wanted = row_text(row, "refused", ""), *why;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char code[64], *refused = NULL;

    why = row_text(row, "why", "");
    if (handoff_message_check(s->outreach, s->brief, PRODUCT_AS_OF,
                              ho_slice(message), &refused, &err) != HANDOFF_OK)
        fail_msg("%s: %s", why, err.message);
    snprintf(code, sizeof code, "refused (%s)", wanted);
    if (*wanted ? !refused || !strstr(refused, code) : refused != NULL) {
        print_message("%s: %s: %s\n", why, message,
                      refused ? refused : "passes");
        wrong++;
    }
    free(refused);
}

static void test_messages(void **state)
{
    (void)state;
    the_scene = begin();
    read_lead(&the_scene, said);
    wrong = 0;
    each_row("playbook/messages.json", check_message);
    assert_int_equal(wrong, 0);
    forget_lead(&the_scene);
    end(&the_scene);
}

/* --- drafts -----------------------------------------------------------------
 */

static void check_angle(const char *why, const struct scene *s,
                        const struct handoff_angle *a, const cJSON *planted)
{
    const cJSON *item;
    char *refused = NULL;

    cJSON_ArrayForEach(item, planted)
    {
        if (strstr(a->message, item->valuestring))
            fail_msg("%s: survives: %s", why, item->valuestring);
    }
    assert_int_equal(handoff_message_check(s->outreach, s->brief, PRODUCT_AS_OF,
                                           ho_slice(a->message), &refused,
                                           NULL),
                     HANDOFF_OK);
    if (refused)
        fail_msg("%s: %s", why, refused);
    assert_true(strstr(a->message, a->promise_text) != NULL);
    assert_true(strstr(a->message, a->cta_text) != NULL);
    assert_true(a->fact_count > 0);
}

static void check_planted(const char *why, const struct handoff_draft *draft,
                          const cJSON *planted)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, planted)
    {
        bool found = false;

        for (size_t i = 0; i < draft->refused.count; i++)
            found = found ||
                    strstr(draft->refused.item[i].sentence, item->valuestring);
        if (!found)
            fail_msg("%s: not refused: %s", why, item->valuestring);
    }
}

static void check_draft(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const cJSON *planted = ho_json_get(row, "planted"), *text;
    char *lead = cJSON_PrintUnformatted(ho_json_get(row, "lead"));
    struct scene *s = &the_scene;
    struct handoff_answer answer[4];
    struct handoff_draft *draft;
    size_t count = 0, from_model = 0;

    cJSON_ArrayForEach(text, ho_json_get(row, "answers"))
    {
        answer[count++] = (struct handoff_answer){ text->valuestring, NULL };
    }
    read_lead(s, lead);
    draft = make(s, answer, count, NULL);
    if (draft->none)
        fail_msg("%s: %s", why, draft->none);
    assert_true(draft->angle_count >= HANDOFF_ANGLES);
    for (size_t i = 0; i < draft->angle_count; i++) {
        check_angle(why, s, &draft->angle[i], planted);
        from_model += !draft->angle[i].is_template;
    }
    check_planted(why, draft, planted);
    if ((int64_t)from_model != row_integer(row, "from_model", -1))
        fail_msg("%s: %zu angles of the model's hold", why, from_model);
    handoff_draft_free(draft);
    forget_lead(s);
    free(lead);
}

static void test_drafts(void **state)
{
    (void)state;
    the_scene = begin();
    each_row("playbook/drafts.json", check_draft);
    end(&the_scene);
}

/* --- no drafts --------------------------------------------------------------
 */

static void check_none(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const char *wanted = row_text(row, "none", "");
    char *lead = cJSON_PrintUnformatted(ho_json_get(row, "lead"));
    struct scene *s = &the_scene;
    struct handoff_draft *draft;
    char *json = NULL;

    read_lead(s, lead);
    draft = make(s, NULL, 0, row_text(row, "blocked", NULL));
    if (*wanted ? !draft->none || !strstr(draft->none, wanted)
                : draft->none != NULL)
        fail_msg("%s: %s", why, draft->none ? draft->none : "a draft");
    assert_int_equal(handoff_draft_json(draft, &json, NULL), HANDOFF_OK);
    assert_true(strstr(json, *wanted ? "\"status\":\"none\""
                                     : "\"status\":\"proposed\"") != NULL);
    if (*wanted)
        assert_true(strstr(json, "\"angles\":[]") != NULL);
    free(json);
    handoff_draft_free(draft);
    forget_lead(s);
    free(lead);
}

static void test_none(void **state)
{
    (void)state;
    the_scene = begin();
    each_row("playbook/no-draft.json", check_none);
    end(&the_scene);
}

/* --- when --------------------------------------------------------------------
 */

/* 2026-09-24 is a Thursday; the product's policy has no business hours. */
static void test_send_at(void **state)
{
    static const struct {
        const char *as_of, *send_at, *why;
    } rows[] = {
        { "2026-09-24T09:00:00Z", "2026-09-24T11:00:00Z", "two hours later" },
        { "2026-09-24T03:00:00Z", "2026-09-24T09:00:00Z", "at nine" },
        { "2026-09-24T16:00:00Z", "2026-09-25T09:00:00Z", "the next morning" },
        { "2026-09-25T15:30:00Z", "2026-09-28T09:00:00Z", "after the weekend" },
        { "2026-09-27T12:00:00Z", "2026-09-28T09:00:00Z", "on Monday" },
        { "1969-12-27T12:00:00Z", "1969-12-29T09:00:00Z", "before 1970, too" },
    };
    struct scene s = begin();

    (void)state;
    read_lead(&s, said);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_recipient to = { s.brief, s.decision, 0, NULL };
        char text[HANDOFF_TIME_TEXT];

        assert_true(handoff_time_parse(ho_slice(rows[i].as_of), &to.as_of));
        handoff_time_text(ho_send_at(s.outreach, &to), text);
        assert_same_text(rows[i].why, text, rows[i].send_at);
    }
    forget_lead(&s);
    end(&s);
}

/* --- the prompt's example
 * ----------------------------------------------------- */

static void test_example(void **state)
{
    static const struct {
        const char *from, *to;
    } broken[] = {
        { "pile up unanswered.\"}", "pile up unanswered for 9 weeks.\"}" },
        { "Thank you for writing.", "As we discussed." },
        { "\"promise\": \"one_list\", \"cta\": \"tour\", \"message\": \"You",
          "\"promise\": \"two_lists\", \"cta\": \"tour\", \"message\": \"You" },
    };
    const struct handoff_slice own =
        ho_slice(handoff_own_text("prompts/outreach.example.json").ptr);
    struct scene s = begin();

    (void)state;
    assert_int_equal(ho_outreach_example_check(s.outreach, own, NULL),
                     HANDOFF_OK);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *at = strstr(own.ptr, broken[i].from);
        struct handoff_error err = HANDOFF_ERROR_INIT;
        char text[8192];

        assert_non_null(at);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - own.ptr), own.ptr,
                 broken[i].to, at + strlen(broken[i].from));
        assert_int_equal(
            ho_outreach_example_check(s.outreach, ho_slice(text), &err),
            HANDOFF_BAD_TEMPLATE);
        assert_true(strstr(err.message, "outreach.prompt") != NULL);
    }
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_messages),
                                        cmocka_unit_test(test_drafts),
                                        cmocka_unit_test(test_none),
                                        cmocka_unit_test(test_send_at),
                                        cmocka_unit_test(test_example) };

    return cmocka_run_group_tests_name("outreach", tests, NULL, NULL);
}
