/* test_rules_policy.c - the policy as a file: identity, sections, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/buffer.h"
#include "rules/model.h"
#include "rules/policy.h"
#include "rules/written.h"
#include "support/cases.h"
#include "support/rules_case.h"

static const char small[] =
    "policy: small\n"
    "version: 1.0\n"
    "fields:\n"
    "  size: {type: integer, question: How many?}\n"
    "  kind: {type: enum, values: [a, b], question: Which?}\n"
    "lists: {few: [one, two]}\n"
    "owners: {desk: {name: the desk}}\n"
    "rules:\n"
    "  - {id: R1, when: {kind: a}, then: {route: skip, reason: A}}\n"
    "  - {id: R2, when: {size: 3}, then: {route: skip, reason: B}}\n"
    "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
    "undecided: {then: {route: enrich, reason: U}}\n";

/* The small policy with its first `from` replaced; the caller frees. */
static char *changed(const char *from, const char *to)
{
    const char *at = strstr(small, from);
    struct ho_buffer b;
    char *text = NULL;

    assert_non_null(at);
    ho_buffer_init(&b, 1 << 20);
    ho_buffer_add(&b, (struct handoff_slice){ small, (size_t)(at - small) });
    ho_buffer_text(&b, to);
    ho_buffer_text(&b, at + strlen(from));
    assert_int_equal(ho_buffer_take(&b, "the text", &text, NULL, NULL),
                     HANDOFF_OK);
    return text;
}

static bool same_hash(const char *from, const char *to)
{
    char *text = changed(from, to);
    struct handoff_policy *before = rules_policy("small", small);
    struct handoff_policy *after = rules_policy("small", text);
    const bool same = strcmp(handoff_policy_sha256(before),
                             handoff_policy_sha256(after)) == 0;

    handoff_policy_free(before);
    handoff_policy_free(after);
    free(text);
    return same;
}

static void hash_ignores_comments_and_layout(void **state)
{
    (void)state;
    assert_true(same_hash("version: 1.0\n", "version: 1.0 # new\n\n\n"));
    assert_true(same_hash("version: 1.0", "version: \"1.0\""));
    assert_true(
        same_hash("{few: [one, two]}", "\n  few:\n    - one\n    - two"));
    assert_true(
        same_hash("{id: R1, when: {kind: a},", "{when: {kind: a}, id: R1,"));
    assert_true(same_hash("policy: small\nversion: 1.0\n",
                          "version: 1.0\npolicy: small\n"));
}

static void hash_sees_every_meaning(void **state)
{
    (void)state;
    assert_false(same_hash("version: 1.0", "version: 1.1"));
    assert_false(same_hash("id: R1", "id: R9"));
    assert_false(same_hash("[one, two]", "[two, one]"));
    assert_false(same_hash("size: 3", "size: 4"));
    assert_false(same_hash("How many?", "How many?!"));
    assert_false(same_hash("the desk", "a desk"));
    /* order that means something: of rules, of fields, of enum values */
    assert_false(same_hash(
        "  - {id: R1, when: {kind: a}, then: {route: skip, reason: A}}\n"
        "  - {id: R2, when: {size: 3}, then: {route: skip, reason: B}}\n",
        "  - {id: R2, when: {size: 3}, then: {route: skip, reason: B}}\n"
        "  - {id: R1, when: {kind: a}, then: {route: skip, reason: A}}\n"));
    assert_false(
        same_hash("  size: {type: integer, question: How many?}\n"
                  "  kind: {type: enum, values: [a, b], question: Which?}\n",
                  "  kind: {type: enum, values: [a, b], question: Which?}\n"
                  "  size: {type: integer, question: How many?}\n"));
    assert_false(same_hash("[a, b]", "[b, a]"));
}

/* Two mappings of enum values that differ in their order only. */
static void hash_sees_the_order_of_cues(void **state)
{
    char *first = changed("[a, b]", "{a: [x], b: [y]}");
    char *second = changed("[a, b]", "{b: [y], a: [x]}");
    struct handoff_policy *p = rules_policy("first", first);
    struct handoff_policy *q = rules_policy("second", second);

    (void)state;
    assert_string_not_equal(handoff_policy_sha256(p), handoff_policy_sha256(q));
    handoff_policy_free(p);
    handoff_policy_free(q);
    free(first);
    free(second);
}

/* By another program: the SHA-256 of
 * {"fields":[["size",{"question":"How many?","type":"integer"}],["kind",...
 * with keys sorted and without spaces. */
static void hash_is_that_of_the_canonical_form(void **state)
{
    struct handoff_policy *policy = rules_policy("small", small);

    (void)state;
    assert_string_equal(handoff_policy_sha256(policy),
                        "24cfdeec5d094d68bef6a818f78e8b3b"
                        "4c4e645fa8dc99403d2bfa529679d8f3");
    handoff_policy_free(policy);
}

static void tells_what_it_is(void **state)
{
    struct handoff_policy *policy = rules_policy("small", small);

    (void)state;
    assert_string_equal(handoff_policy_name(policy), "small");
    assert_string_equal(handoff_policy_version(policy), "1.0");
    assert_int_equal(handoff_policy_fields(policy)->count, 2);
    assert_string_equal(ho_policy_owner_name(policy, "desk"), "the desk");
    assert_null(ho_policy_owner_name(policy, "shop"));
    assert_null(ho_policy_section(policy, "nurture"));
    handoff_policy_free(policy);
    handoff_policy_free(NULL);
    handoff_decision_free(NULL);
}

static void keeps_the_sections_of_later_stages(void **state)
{
    char *text = case_text(FIXTURES, "../policies/inbound.policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("inbound", text);
    const struct ho_yaml *nurture = ho_policy_section(policy, "nurture");

    (void)state;
    free(text); /* the tree does not borrow it */
    assert_string_equal(ho_yaml_text(nurture, "review_after"), "30d");
    assert_non_null(ho_policy_section(policy, "qualification"));
    assert_non_null(ho_policy_section(policy, "open_risks"));
    assert_non_null(ho_policy_section(policy, "priority"));
    handoff_policy_free(policy);
}

static void reads_durations(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* 0: refused */
    } row[] = {
        { "30m", 1800 },
        { "8h", 28800 },
        { "1d", 86400 },
        { "2w", 1209600 },
        { "3660d", 316224000 },
        { "3661d", 0 },
        { "0d", 0 },
        { "-1d", 0 },
        { "d", 0 },
        { "", 0 },
        { "1", 0 },
        { "1.5h", 0 },
        { "1 d", 0 },
        { "99999999999999999999d", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        int64_t seconds = 0;
        const bool read = ho_read_duration(ho_slice(row[i].text), &seconds);

        assert_int_equal(read, row[i].seconds > 0);
        assert_int_equal(seconds, row[i].seconds);
    }
}

static void names_routes(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(handoff_route_find(ho_slice(
                             handoff_route_name((enum handoff_route)i))),
                         i);
    assert_int_equal(handoff_route_find(ho_slice("Pursue")), -1);
    assert_int_equal(handoff_route_find(ho_slice("")), -1);
}

/* --- refused --- */

static void assert_refused(struct handoff_slice text,
                           enum handoff_status status, const char *message)
{
    struct handoff_policy *policy = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char line[1024];

    assert_int_equal(handoff_policy_parse("p.yaml", text, &policy, &err),
                     status);
    assert_null(policy);
    handoff_error_text(&err, line, sizeof line);
    assert_string_equal(line, message);
}

static void refuses_what_is_no_text(void **state)
{
    char *latin = changed("the desk", "the d\xE9sk");

    (void)state;
    assert_refused(ho_slice(latin), HANDOFF_BAD_TEXT,
                   "p.yaml:7:28: byte 0xE9 is not UTF-8; save the file as "
                   "UTF-8");
    assert_refused(ho_slice(""), HANDOFF_BAD_POLICY,
                   "p.yaml:1:1: the policy has no key \"policy\", which it "
                   "needs; add it");
    free(latin);
}

static void refuses_what_is_too_long(void **state)
{
    const size_t len = HANDOFF_POLICY_BYTES + 1;
    char *text = malloc(len);

    (void)state;
    assert_non_null(text);
    memset(text, '#', len);
    assert_refused((struct handoff_slice){ text, len }, HANDOFF_TOO_LARGE,
                   "p.yaml: a policy has at most 4194304 bytes; move what is "
                   "not a rule out of it");
    assert_refused((struct handoff_slice){ text, len - 1 }, HANDOFF_BAD_POLICY,
                   "p.yaml:1:1: the policy has no key \"policy\", which it "
                   "needs; add it");
    free(text);
}

/* The small policy with `count` more rules. */
static char *with_rules(int count)
{
    struct ho_buffer b;
    char *text;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "rules:\n");
    for (int i = 0; i < count; i++)
        ho_buffer_format(&b,
                         "  - {id: N%d, when: {size: %d}, "
                         "then: {route: skip, reason: N}}\n",
                         i, 10 + i % 20);
    text = changed("rules:\n", b.ptr);
    ho_buffer_release(&b);
    return text;
}

static void limits_the_number_of_rules(void **state)
{
    char *most = with_rules(HO_RULES_MAX - 2),
         *more = with_rules(HO_RULES_MAX - 1);
    struct handoff_policy *policy = rules_policy("most", most);
    struct handoff_decision *d =
        rules_decide_text(policy, "{size: 3, kind: b}");

    (void)state;
    assert_string_equal(d->rule, "R2");
    assert_int_equal(d->words, ho_words_for(HO_RULES_MAX + 1));
    assert_refused(ho_slice(more), HANDOFF_BAD_POLICY,
                   "p.yaml:9:3: the policy has 5001 rules and 5000 are read; "
                   "join rules that differ in one value");
    handoff_decision_free(d);
    handoff_policy_free(policy);
    free(most);
    free(more);
}

/* The small policy with one list entry of `len` bytes. */
static char *with_entry(int len)
{
    struct ho_buffer b;
    char *text;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "{few: [");
    for (int i = 0; i < len; i++)
        ho_buffer_byte(&b, 'x');
    ho_buffer_text(&b, "]}");
    text = changed("{few: [one, two]}", b.ptr);
    ho_buffer_release(&b);
    return text;
}

static void limits_the_length_of_entries(void **state)
{
    char *longest = with_entry(255), *longer = with_entry(256);

    (void)state;
    handoff_policy_free(rules_policy("longest", longest));
    assert_refused(
        ho_slice(longer), HANDOFF_BAD_POLICY,
        "p.yaml:6:15: a list entry has at most 255 bytes; shorten it");
    free(longest);
    free(longer);
}

static void refuses_a_brief_of_other_fields(void **state)
{
    struct handoff_policy *one = rules_policy("small", small);
    struct handoff_policy *two = rules_policy("small", small);
    struct handoff_brief brief = { .fields = handoff_policy_fields(two) };
    struct handoff_decision *d = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    assert_int_equal(handoff_policy_decide(one, &brief, RULES_AS_OF, &d, &err),
                     HANDOFF_BAD_POLICY);
    assert_null(d);
    assert_string_equal(err.message,
                        "the brief was made with the fields of another policy "
                        "than \"small\"; make it again with this one");
    handoff_policy_free(one);
    handoff_policy_free(two);
}

/* Claims that no brief should hold leave a field as open as Unknown does. */
static void takes_odd_claims_for_unknown(void **state)
{
    struct handoff_policy *policy = rules_policy("small", small);
    struct handoff_claim claim[2] = { { .class = HANDOFF_EXPLICIT },
                                      { .class = HANDOFF_EXPLICIT } };
    struct handoff_brief brief = { .fields = handoff_policy_fields(policy),
                                   .claim = claim };
    struct handoff_decision *d = NULL;

    (void)state;
    claim[0].value = "3";
    claim[0].typed = (struct handoff_typed){
        .read = HANDOFF_READ_VALUE, .has_number = true, .low = 9, .high = 1
    };
    claim[1].value = "no such value";
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_int_equal(d->may[0], 7);
    assert_int_equal(d->must[0], 4);
    assert_int_equal(d->ask_count, 2);
    handoff_decision_free(d);
    handoff_policy_free(policy);
}

/* A hint makes the brief ask better than the field declares. */
static void asks_the_question_of_the_claim(void **state)
{
    struct handoff_policy *policy = rules_policy("small", small);
    struct handoff_claim claim[2] = {
        { .class = HANDOFF_UNKNOWN, .question = "Is it seven?" },
        { .class = HANDOFF_UNKNOWN, .question = "" },
    };
    struct handoff_brief brief = { .fields = handoff_policy_fields(policy),
                                   .claim = claim };
    struct handoff_decision *d = NULL;
    char *json = NULL;

    (void)state;
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_decision_json(policy, &brief, d, &json, NULL),
                     HANDOFF_OK);
    assert_non_null(strstr(json, "\"question\":\"Is it seven?\""));
    assert_non_null(strstr(json, "\"question\":\"Which?\""));
    free(json);
    handoff_decision_free(d);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_ignores_comments_and_layout),
        cmocka_unit_test(hash_sees_every_meaning),
        cmocka_unit_test(hash_sees_the_order_of_cues),
        cmocka_unit_test(hash_is_that_of_the_canonical_form),
        cmocka_unit_test(tells_what_it_is),
        cmocka_unit_test(keeps_the_sections_of_later_stages),
        cmocka_unit_test(reads_durations),
        cmocka_unit_test(names_routes),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(refuses_what_is_too_long),
        cmocka_unit_test(limits_the_number_of_rules),
        cmocka_unit_test(limits_the_length_of_entries),
        cmocka_unit_test(refuses_a_brief_of_other_fields),
        cmocka_unit_test(asks_the_question_of_the_claim),
        cmocka_unit_test(takes_odd_claims_for_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
