/* test_rules_conformance.c - the vectors of fixtures/conformance/unknowns.
 *
 * Reads what any engine could read, the JSON, and nothing else: the policy is
 * data there, the brief too, and what must follow.  README.md beside the
 * vectors tells the format.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "rules/relevance.h"
#include "rules/written.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { TEXT = 1 << 20, FIELDS_MAX = 16, FEW_STEPS = 40 };

static const char folder[] = FIXTURES "/conformance/unknowns";
static size_t cases, undetermined;

/* --- the policy, from data to the file of handoff --- */

static void add_scalar(struct ho_buffer *b, const cJSON *value)
{
    if (cJSON_IsNumber(value))
        ho_buffer_format(b, "%.0f", value->valuedouble);
    else
        ho_buffer_text(b, cJSON_IsNull(value) ? "none" : value->valuestring);
}

static void add_list(struct ho_buffer *b, const cJSON *values)
{
    const cJSON *value;

    ho_buffer_text(b, "[");
    cJSON_ArrayForEach(value, values)
    {
        ho_buffer_text(b, value == values->child ? "" : ", ");
        add_scalar(b, value);
    }
    ho_buffer_text(b, "]");
}

static void add_test(struct ho_buffer *b, const cJSON *test)
{
    static const struct {
        const char *op, *before, *between;
    } forms[] = { { "ge", ">= ", NULL },
                  { "gt", "> ", NULL },
                  { "le", "<= ", NULL },
                  { "lt", "< ", NULL },
                  { "between", "", ".." } };
    const char *op = ho_json_text(test, "op");
    const cJSON *values = ho_json_get(test, "values");

    ho_buffer_format(b, "%s: ", ho_json_text(test, "field"));
    if (!values) {
        ho_buffer_text(b, op); /* some, none */
        return;
    }
    if (strcmp(op, "in") == 0) {
        add_list(b, values);
        return;
    }
    ho_buffer_text(b, "\"");
    if (strcmp(op, "not_in") == 0) {
        ho_buffer_text(b, "not ");
        add_list(b, values);
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(op, forms[i].op) != 0)
            continue;
        ho_buffer_text(b, forms[i].before);
        add_scalar(b, values->child);
        ho_buffer_text(b, forms[i].between ? forms[i].between : "");
        if (forms[i].between)
            add_scalar(b, values->child->next);
    }
    ho_buffer_text(b, "\"");
}

static void add_rows(struct ho_buffer *b, const cJSON *rows)
{
    const cJSON *row, *test;

    ho_buffer_text(b, "    when: {any: [");
    cJSON_ArrayForEach(row, rows)
    {
        ho_buffer_text(b, row == rows->child ? "{" : ", {");
        cJSON_ArrayForEach(test, row)
        {
            ho_buffer_text(b, test == row->child ? "" : ", ");
            add_test(b, test);
        }
        ho_buffer_text(b, "}");
    }
    ho_buffer_text(b, "]}\n");
}

static void add_outcome(struct ho_buffer *b, const cJSON *rule)
{
    ho_buffer_format(b,
                     "id: %s\n    then: {route: %s, reason: R, owner: "
                     "somebody}\n",
                     ho_json_text(rule, "id"), ho_json_text(rule, "route"));
}

static void add_rule(struct ho_buffer *b, const cJSON *rule)
{
    const cJSON *assumed = ho_json_get(rule, "if_unknown");
    const cJSON *wanted = ho_json_get(rule, "explicit"), *item;

    ho_buffer_text(b, "  - ");
    add_outcome(b, rule);
    add_rows(b, ho_json_get(rule, "when"));
    ho_buffer_text(b, "    if_unknown: {");
    cJSON_ArrayForEach(item, assumed)
        ho_buffer_format(b, "%s: %s, ", item->string, item->valuestring);
    ho_buffer_text(b, "}\n    evidence: {");
    cJSON_ArrayForEach(item, wanted)
        ho_buffer_format(b, "%s: explicit, ", item->valuestring);
    ho_buffer_text(b, "}\n");
}

static struct handoff_policy *read_policy(const char *name, const cJSON *from)
{
    const cJSON *item;
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, TEXT);
    ho_buffer_text(&b, "policy: vector\nversion: 1\ndecides_on: [route]\n"
                       "owners: {somebody: {name: Somebody}}\n"
                       "undecided: {then: {route: enrich, reason: ASK}}\n"
                       "fields:\n");
    cJSON_ArrayForEach(item, ho_json_get(from, "fields"))
    {
        ho_buffer_format(&b, "  %s: {question: f?, type: %s", item->string,
                         ho_json_text(item, "type"));
        if (ho_json_get(item, "values")) {
            ho_buffer_text(&b, ", values: ");
            add_list(&b, ho_json_get(item, "values"));
        }
        ho_buffer_text(&b, "}\n");
    }
    ho_buffer_text(&b, "otherwise:\n    ");
    add_outcome(&b, ho_json_get(from, "otherwise"));
    ho_buffer_text(&b, "rules:\n");
    cJSON_ArrayForEach(item, ho_json_get(from, "rules")) add_rule(&b, item);
    policy = rules_policy(name, b.ptr);
    ho_buffer_release(&b);
    return policy;
}

/* --- the brief --- */

static const char *fact_text(struct ho_arena *arena, const cJSON *fact)
{
    struct ho_buffer b;
    const char *text;

    if (!fact)
        return "unknown";
    ho_buffer_init(&b, TEXT);
    ho_buffer_text(&b, cJSON_IsTrue(ho_json_get(fact, "inferred")) ? "inferred "
                                                                   : "");
    if (ho_json_get(fact, "is")) {
        add_scalar(&b, ho_json_get(fact, "is"));
    } else {
        add_scalar(&b, ho_json_get(fact, "from"));
        ho_buffer_text(&b, "..");
        add_scalar(&b, ho_json_get(fact, "to"));
    }
    text = ho_arena_text(arena, b.ptr);
    ho_buffer_release(&b);
    return text;
}

static void read_brief(struct ho_arena *arena, const cJSON *from,
                       struct handoff_brief *brief, struct handoff_claim *claim)
{
    assert_true(brief->fields->count <= FIELDS_MAX);
    for (int f = 0; f < (int)brief->fields->count; f++)
        assert_int_equal(
            ho_written_claim(
                NULL, brief->fields, f,
                fact_text(arena,
                          ho_json_get(from, brief->fields->item[f].name)),
                &claim[f], NULL),
            HANDOFF_OK);
    brief->claim = claim;
}

/* --- comparison --- */

static bool names(const cJSON *list, const char *name)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list) if (strcmp(item->valuestring, name) ==
                                       0) return true;
    return false;
}

static void compare_fields(const char *where, const char *what,
                           const struct handoff_policy *policy,
                           const cJSON *list, const int *field, size_t count)
{
    if ((size_t)cJSON_GetArraySize(list) != count)
        fail_msg("%s: %s has %zu fields, expected %d", where, what, count,
                 cJSON_GetArraySize(list));
    for (size_t i = 0; i < count; i++)
        if (!names(list, policy->fields.item[field[i]].name))
            fail_msg("%s: %s has %s", where, what,
                     policy->fields.item[field[i]].name);
}

static void compare_rules(const char *where, const char *what,
                          const struct handoff_policy *policy,
                          const cJSON *list, const uint64_t *set)
{
    for (size_t r = 0; r < policy->rule_count; r++)
        if (ho_bit(set, r) != names(list, policy->rule[r].id))
            fail_msg("%s: %s is wrong about %s", where, what,
                     policy->rule[r].id);
}

static void compare(const char *where, const struct handoff_policy *policy,
                    const struct handoff_decision *d, const cJSON *expected)
{
    const bool determined = cJSON_IsTrue(ho_json_get(expected, "determined"));

    if (d->undecided == determined)
        fail_msg("%s: determined %d, expected %d", where, !d->undecided,
                 determined);
    if (determined)
        assert_string_equal(handoff_route_name(d->outcome.route),
                            ho_json_text(expected, "route"));
    assert_true(d->ask_exact);
    compare_fields(where, "relevant", policy, ho_json_get(expected, "relevant"),
                   d->ask, d->relevant_count);
    compare_fields(where, "assumed", policy, ho_json_get(expected, "assumed"),
                   d->assumed, d->assumed_count);
    compare_rules(where, "may", policy, ho_json_get(expected, "may"), d->may);
    compare_rules(where, "must", policy, ho_json_get(expected, "must"),
                  d->must);
    undetermined += !determined;
}

/* With hardly any steps: not exact, and nothing that matters is left out. */
static void check_giving_up(const struct handoff_policy *policy,
                            const struct handoff_brief *brief,
                            struct ho_arena *arena, const cJSON *relevant)
{
    struct ho_arena *work = ho_arena_new(HO_RELEVANCE_BYTES);
    int field[FIELDS_MAX];
    struct ho_relevance found = { .field = field };
    struct ho_world world;
    size_t steps = FEW_STEPS, named = 0;

    assert_non_null(work);
    assert_int_equal(
        ho_world_make(&world, policy, brief, RULES_AS_OF, arena, NULL),
        HANDOFF_OK);
    if (!ho_world_one_key(&world)) {
        assert_int_equal(ho_relevance_find(&world, &steps, work, &found, NULL),
                         HANDOFF_OK);
        for (size_t i = 0; i < found.count; i++)
            named += names(relevant, policy->fields.item[field[i]].name);
        assert_int_equal(named, cJSON_GetArraySize(relevant));
        assert_true(!found.exact || found.count == named);
    }
    ho_arena_free(work);
}

static void run_case(const char *where, const struct handoff_policy *policy,
                     const cJSON *from, bool hard)
{
    struct ho_arena *arena = ho_arena_new(TEXT);
    const cJSON *expected = ho_json_get(from, "expected");
    struct handoff_claim claim[FIELDS_MAX];
    struct handoff_brief brief = { .fields = &policy->fields };
    struct handoff_decision *d = NULL;

    assert_non_null(arena);
    read_brief(arena, ho_json_get(from, "brief"), &brief, claim);
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    compare(where, policy, d, expected);
    if (hard)
        check_giving_up(policy, &brief, arena,
                        ho_json_get(expected, "relevant"));
    handoff_decision_free(d);
    ho_arena_free(arena);
    cases++;
}

static void run_file(const char *name)
{
    char *text = case_text(folder, name, NULL), where[300];
    const cJSON *vector, *one;
    cJSON *root = NULL;

    assert_int_equal(ho_json_parse(ho_slice(text), &root, NULL), HANDOFF_OK);
    assert_non_null(ho_json_text(root, "why"));
    cJSON_ArrayForEach(vector, ho_json_get(root, "vectors"))
    {
        struct handoff_policy *policy =
            read_policy(name, ho_json_get(vector, "policy"));
        int number = 0;

        cJSON_ArrayForEach(one, ho_json_get(vector, "cases"))
        {
            snprintf(where, sizeof where, "%s, case %d", name, ++number);
            run_case(where, policy, one,
                     cJSON_IsTrue(ho_json_get(root, "hard")));
        }
        handoff_policy_free(policy);
    }
    cJSON_Delete(root);
    free(text);
}

static void vectors_are_met(void **state)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    size_t files = 0;

    (void)state;
    assert_non_null(directory);
    while ((entry = readdir(directory))) {
        const size_t len = strlen(entry->d_name);

        if (len < 6 || strcmp(entry->d_name + len - 5, ".json") != 0)
            continue;
        run_file(entry->d_name);
        files++;
    }
    closedir(directory);
    assert_true(files >= 10 && cases >= 700 && undetermined >= 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_met),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
