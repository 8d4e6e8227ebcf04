/* test_playbook_check.c - what a person must look at, and the QA check.
 *
 * fixtures/playbook/flags.json, a map of some leads a row, of which the last
 * one is looked at:
 *
 *     leads        as JSON submissions
 *     reply        what the model replies to the last one; else the built-in
 *                  extractor does
 *     failure      why there is no reply
 *     unapproved   why the policy counts as not approved
 *     uncite       fields of the brief whose citation is taken away
 *     unruled      true: the decision names no rule
 *     review       whether the policy has a person approve the decision
 *     flags        codes, in order
 *     detail       of the first of them
 *     removed_claims, owner, action, fit      what is left of the lead
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/playbook.h"
#include "support/cases.h"
#include "support/map_check.h"
#include "support/product.h"

enum { LEADS = 4 };

static bool seen[HANDOFF_FLAG_CRM_INCOMPLETE + 1];

static const char *const codes[] = {
#define X(name, code, text) code,
    HANDOFF_FLAG_MAP(X)
#undef X
};

/* One map, and what it is made of. */
struct made {
    struct handoff_policy *policy;
    struct handoff_batch *batch;
    struct handoff_brief *brief[LEADS];
    struct handoff_decision *decision[LEADS];
    struct handoff_map *map;
    size_t count;
};

/* --- what a row plants ------------------------------------------------------
 */

static void uncite(struct handoff_brief *brief, const char *field)
{
    const int i = handoff_field_find(brief->fields, ho_slice(field));
    const size_t count = brief->fields->count;
    struct handoff_claim *claim;

    assert_int_not_equal(i, HANDOFF_NO_FIELD);
    assert_int_not_equal(brief->claim[i].class, HANDOFF_UNKNOWN);
    claim = ho_arena_alloc(brief->arena, count * sizeof *claim);
    assert_non_null(claim);
    memcpy(claim, brief->claim, count * sizeof *claim);
    claim[i].evidence_count = 0;
    claim[i].basis = HANDOFF_NO_FIELD;
    brief->claim = claim;
}

static char *reply_of(const struct made *m, const struct handoff_lead *lead,
                      const cJSON *row, bool last)
{
    const cJSON *reply = ho_json_get(row, "reply");

    if (last && ho_json_get(row, "failure"))
        return NULL;
    return last && reply ? cJSON_PrintUnformatted(reply)
                         : product_reply(m->policy, lead);
}

static void add_lead(struct made *m, const cJSON *row, size_t i)
{
    const struct handoff_lead *lead = handoff_batch_lead(m->batch, i);
    const bool last = i + 1 == m->count;
    char *reply = reply_of(m, lead, row, last);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const cJSON *const uncited = last ? ho_json_get(row, "uncite") : NULL;
    const cJSON *field;

    m->brief[i] =
        product_brief(m->policy, lead, reply, row_text(row, "failure", NULL));
    cJSON_ArrayForEach(field, uncited)
    {
        uncite(m->brief[i], field->valuestring);
    }
    assert_int_equal(handoff_policy_decide(m->policy, m->brief[i],
                                           PRODUCT_AS_OF, &m->decision[i],
                                           &err),
                     HANDOFF_OK);
    if (last && cJSON_IsTrue(ho_json_get(row, "unruled")))
        m->decision[i]->rule = "";
    if (last && ho_json_get(row, "review"))
        m->decision[i]->outcome.review =
            cJSON_IsTrue(ho_json_get(row, "review"));
    free(reply);
}

static void make(struct made *m, const cJSON *row)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = cJSON_PrintUnformatted(ho_json_get(row, "leads"));

    *m = (struct made){ .policy = product_policy() };
    assert_non_null(json);
    m->batch = product_batch(m->policy, "leads.json", json, strlen(json));
    m->count = handoff_batch_count(m->batch);
    assert_in_range(m->count, 1, LEADS);
    for (size_t i = 0; i < m->count; i++)
        add_lead(m, row, i);
    assert_int_equal(handoff_map_make(
                         &(struct handoff_map_input){
                             .policy = m->policy,
                             .batch = m->batch,
                             .brief = m->brief,
                             .decision = m->decision,
                             .as_of = PRODUCT_AS_OF,
                             .unapproved = row_text(row, "unapproved", NULL) },
                         &m->map, &err),
                     HANDOFF_OK);
    free(json);
}

static void unmake(struct made *m)
{
    handoff_map_free(m->map);
    for (size_t i = 0; i < m->count; i++) {
        handoff_decision_free(m->decision[i]);
        handoff_brief_free(m->brief[i]);
    }
    handoff_batch_free(m->batch);
    handoff_policy_free(m->policy);
}

static const struct handoff_entry *last_of(const struct made *m)
{
    for (size_t i = 0; i < m->count; i++)
        if (handoff_map_entry(m->map, i)->index + 1 == m->count)
            return handoff_map_entry(m->map, i);
    fail_msg("the last lead is not on the map");
    return NULL;
}

/* --- what must come out -----------------------------------------------------
 */

static void check_flags(const struct handoff_entry *e, const cJSON *row)
{
    const char *why = row_text(row, "why", ""),
               *detail = row_text(row, "detail", NULL);
    const cJSON *wanted = ho_json_get(row, "flags");

    for (size_t i = 0; i < e->flag_count; i++) {
        const cJSON *code = cJSON_GetArrayItem(wanted, (int)i);

        if (!code || strcmp(code->valuestring, codes[e->flag[i].code]) != 0)
            fail_msg("%s: the flag %s (%s) is not expected", why,
                     codes[e->flag[i].code], e->flag[i].detail);
        seen[e->flag[i].code] = true;
    }
    if (e->flag_count != (size_t)cJSON_GetArraySize(wanted))
        fail_msg("%s: %zu flags", why, e->flag_count);
    if (detail)
        assert_string_equal(e->flag[0].detail, detail);
}

/* What is to be said of the policy is said of all leads, and once. */
static bool is_of(const cJSON *risk, const struct handoff_entry *e)
{
    const char *lead = ho_json_text(risk, "lead");

    if (!lead)
        assert_string_equal(ho_json_text(risk, "flag"), "unapproved_policy");
    return !lead || strcmp(lead, e->lead->id) == 0;
}

/* Every flag stands in the map's section on risks, with what it means. */
static void check_risks(const struct made *m, const struct handoff_entry *e)
{
    cJSON *map = map_json(m->map);
    const cJSON *risk;
    size_t told = 0;

    cJSON_ArrayForEach(risk, ho_json_get(map, "risks"))
    {
        if (is_of(risk, e) && *ho_json_text(risk, "meaning") &&
            *ho_json_text(risk, "detail"))
            told++;
    }
    assert_int_equal(told, e->flag_count);
    cJSON_Delete(map);
}

static int64_t health_of(const struct made *m, const char *key)
{
    cJSON *map = map_json(m->map);
    int64_t count = -1;

    assert_true(
        ho_json_integer(ho_json_get(ho_json_get(map, "health"), key), &count));
    cJSON_Delete(map);
    return count;
}

static void check_row(const cJSON *row)
{
    struct made m;
    const struct handoff_entry *e;

    make(&m, row);
    e = last_of(&m);
    check_flags(e, row);
    check_risks(&m, e);
    assert_int_equal(health_of(&m, "removed_claims"),
                     row_integer(row, "removed_claims", 0));
    assert_string_equal(e->owner, row_text(row, "owner", e->owner));
    assert_string_equal(e->next_action,
                        row_text(row, "action", e->next_action));
    assert_string_equal(e->crm.next_action, e->next_action);
    assert_string_equal(
        handoff_fit_name(e->qualified.fit),
        row_text(row, "fit", handoff_fit_name(e->qualified.fit)));
    unmake(&m);
}

static void test_each_flag(void **state)
{
    (void)state;
    each_row("playbook/flags.json", check_row);
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (!seen[i])
            fail_msg("no row raises %s", codes[i]);
}

/* What was taken away is said nowhere on the map: not in the summary, not in
 * the evidence, not in the brief that it shows. */
static void test_removed_is_gone(void **state)
{
    static const char text[] =
        "{\"leads\":[{\"email\":\"ada@hillmarsh.example\",\"role\":\"VP "
        "Operations\",\"source\":\"demo form\",\"need\":\"Our handoffs are "
        "inconsistent. We must decide by 12 October.\"}],"
        "\"uncite\":[\"pain\",\"role\"]}";
    static const char *const gone[] = { "Our handoffs are inconsistent\\\" [",
                                        "VP Operations\\\" [", "is senior" };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    cJSON *row = NULL;
    struct made m;
    char *json = NULL;
    const struct handoff_claim *claim;

    (void)state;
    assert_int_equal(ho_json_parse(ho_slice(text), &row, &err), HANDOFF_OK);
    make(&m, row);
    claim = last_of(&m)->brief->claim;
    for (size_t i = 0; i < m.brief[0]->fields->count; i++)
        if (claim[i].class != HANDOFF_UNKNOWN)
            assert_true(claim[i].evidence_count > 0);
    /* seniority and department were inferred from the role, and went, too */
    assert_int_equal(health_of(&m, "removed_claims"), 4);
    assert_int_equal(handoff_map_json(m.map, &json, &err), HANDOFF_OK);
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_null(strstr(json, gone[i]));
    /* the caller's brief is the caller's */
    assert_ptr_not_equal(last_of(&m)->brief, m.brief[0]);
    free(json);
    unmake(&m);
    cJSON_Delete(row);
}

/* --- one entry, planted by hand ---------------------------------------------
 */

static const char plain[] =
    "[{\"email\":\"ada@hillmarsh.example\",\"company\":\"Hillmarsh\","
    "\"role\":\"VP Operations\",\"source\":\"demo form\",\"need\":\"Our "
    "handoffs are inconsistent. We must decide by 12 October.\"}]";

static void make_plain(struct made *m)
{
    cJSON *row = cJSON_CreateObject();

    assert_true(cJSON_AddItemToObject(row, "leads", cJSON_Parse(plain)));
    make(m, row);
    cJSON_Delete(row);
    assert_int_equal(m->map->removed + m->map->uncited, 0);
    assert_string_equal(last_of(m)->crm.missing, "");
}

static void test_removes_what_leads_to_nothing(void **state)
{
    struct made m;
    struct handoff_entry e;

    (void)state;
    make_plain(&m);
    e = *last_of(&m);
    assert_true(*e.next_action && e.question_count > 0);
    e.converts_to = HANDOFF_CONVERTS_NOTHING; /* "sounds useful" */
    e.next_action = "align with stakeholders and leverage synergies";
    ho_entry_check(m.map, &e);
    ho_entry_crm(m.map, &e);
    assert_int_equal(m.map->removed, 1);
    assert_string_equal(e.next_action, "");
    assert_string_equal(e.crm.missing, "next action");
    assert_int_equal(e.question_count + e.enrich_count, 0);
    assert_int_equal(health_of(&m, "removed_recommendations"), 1);

    e = *last_of(&m); /* an action without words is none, either */
    e.next_action = "";
    ho_entry_check(m.map, &e);
    assert_int_equal(m.map->removed, 2);

    e = *last_of(&m); /* each of the four is kept */
    for (int i = HANDOFF_CONVERTS_CRM_UPDATE; i <= HANDOFF_CONVERTS_REVIEW_FLAG;
         i++) {
        e.converts_to = (enum handoff_converts)i;
        ho_entry_check(m.map, &e);
        assert_true(*e.next_action);
    }
    assert_int_equal(m.map->removed, 2);
    assert_int_equal(m.map->uncited, 0);
    unmake(&m);
}

static void test_removes_what_cites_nothing(void **state)
{
    struct made m;
    struct handoff_entry e;

    (void)state;
    make_plain(&m);
    e = *last_of(&m);
    assert_int_equal(e.qualified.fit, HANDOFF_FIT_ACTIVE_NOW);
    e.qualified.rule = "";
    ho_entry_check(m.map, &e);
    assert_int_equal(e.qualified.fit, HANDOFF_FIT_REVIEW);
    assert_int_equal(m.map->uncited, 1);

    e = *last_of(&m);
    e.owner = "somebody important";
    e.owner_from = "";
    ho_entry_check(m.map, &e);
    assert_string_equal(e.owner, "");
    assert_int_equal(m.map->uncited, 2);

    e = *last_of(&m);
    e.action_from = "";
    ho_entry_check(m.map, &e);
    assert_string_equal(e.next_action, "");
    assert_int_equal(m.map->uncited, 3);
    assert_int_equal(m.map->removed, 0); /* it would have led to something */
    unmake(&m);
}

/* Owner, last action, next action, date, uncertainty: without one of them the
 * stage is not done, and the update names it.  Last action and date are made
 * here and never missing. */
static void test_each_missing_one(void **state)
{
    static const struct {
        const char *owner, *action, *risk, *missing;
    } rows[] = {
        { "Dana", "reply today", "budget Unknown", "" },
        { "", "reply today", "budget Unknown", "owner" },
        { "Dana", "", "budget Unknown", "next action" },
        { "Dana", "reply today", "", "uncertainty" },
        { "", "", "", "owner, next action, uncertainty" },
    };
    struct made m;

    (void)state;
    make_plain(&m);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_entry e = *last_of(&m);

        e.owner = rows[i].owner;
        e.next_action = rows[i].action;
        e.qualified.risk = rows[i].risk;
        e.settled = true;
        e.flag_count = 0;
        e.flag = NULL;
        ho_entry_crm(m.map, &e);
        ho_entry_flag(m.map, &e);
        assert_string_equal(e.crm.missing, rows[i].missing);
        assert_int_equal(e.settled, !*rows[i].missing);
        assert_true(*e.crm.last_action && *e.crm.date);
        assert_int_equal(e.flag_count,
                         (*rows[i].missing != '\0') + !*rows[i].owner);
    }
    unmake(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_flag),
        cmocka_unit_test(test_removed_is_gone),
        cmocka_unit_test(test_removes_what_leads_to_nothing),
        cmocka_unit_test(test_removes_what_cites_nothing),
        cmocka_unit_test(test_each_missing_one)
    };

    return cmocka_run_group_tests_name("playbook_check", tests, NULL, NULL);
}
