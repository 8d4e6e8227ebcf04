/* test_docs_policy.c - every example of docs/policy-reference.md is read.
 *
 * A block ```yaml is a part of a policy: what it leaves out comes from
 * fixtures/docs/base.yaml.  ```yaml refused is an error, whose message is the
 * ```text block behind it.
 */
#include <handoff/followup.h>
#include <handoff/outreach.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/yaml.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { TEXT_BYTES = 1 << 20 };

static char base_folder[] = FIXTURES "/docs";

/* The text of the block that starts behind `rest`; false: there is none.
 * *info is what stands behind its ```. */
static bool next_block(struct handoff_slice *rest, struct handoff_slice *info,
                       struct handoff_slice *block)
{
    struct handoff_slice line;

    while (ho_next_line(rest, &line)) {
        const char *start = rest->ptr;

        if (line.len < 4 || memcmp(line.ptr, "```", 3) != 0)
            continue;
        *info = ho_part(line, 3, line.len);
        while (ho_next_line(rest, &line) && !ho_slice_is(line, "```"))
            ;
        *block = (struct handoff_slice){ start, (size_t)(line.ptr - start) };
        return true;
    }
    return false;
}

/* The lines of a top-level key, up to the next one. */
static struct handoff_slice section(struct handoff_slice *rest)
{
    struct handoff_slice all = *rest, line;

    if (!ho_next_line(rest, &line))
        return (struct handoff_slice){ NULL, 0 };
    while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '\n'))
        ho_next_line(rest, &line);
    all.len = rest->len > 0 ? (size_t)(rest->ptr - all.ptr) : all.len;
    return all;
}

/* The example, and what of the base it does not have. */
static void fill(struct ho_buffer *out, struct handoff_slice example,
                 struct handoff_slice base)
{
    struct ho_arena *arena = ho_arena_new(TEXT_BYTES);
    const struct ho_yaml *root = NULL;
    struct handoff_slice part;

    assert_int_equal(ho_yaml_parse(arena, example, &root, NULL), HANDOFF_OK);
    ho_buffer_add(out, example);
    while ((part = section(&base)).len > 0) {
        const char *colon = memchr(part.ptr, ':', part.len);
        const char *key =
            ho_arena_copy(arena, ho_part(part, 0, (size_t)(colon - part.ptr)));

        if (!ho_yaml_get(root, key))
            ho_buffer_add(out, part);
    }
    ho_arena_free(arena);
}

/* Sections that a later stage reads. */
static void check_later(const struct handoff_policy *policy,
                        struct handoff_slice example)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_outreach *outreach = NULL;
    struct handoff_followup *followup = NULL;

    if (ho_find(example, 0, ho_slice("outreach:")) == 0 &&
        handoff_outreach_new(policy, &outreach, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    if (ho_find(example, 0, ho_slice("followup:")) == 0 &&
        handoff_followup_new(policy, &followup, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_followup_free(followup);
    handoff_outreach_free(outreach);
}

static void check(struct handoff_slice example, struct handoff_slice base,
                  const char *refused)
{
    const struct handoff_files files = { rules_file, base_folder };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = NULL;
    struct ho_buffer text;
    enum handoff_status status;

    ho_buffer_init(&text, TEXT_BYTES);
    fill(&text, example, base);
    status = handoff_policy_read("docs", ho_buffer_slice(&text), &files,
                                 &policy, &err);
    if (refused)
        assert_same_text("docs", err.message, refused);
    else if (status != HANDOFF_OK)
        fail_msg("%s in\n%s", err.message, text.ptr);
    else
        check_later(policy, example);
    handoff_policy_free(policy);
    ho_buffer_release(&text);
}

static void test_examples(void **state)
{
    char *page = case_text(FIXTURES "/../docs", "policy-reference.md", NULL);
    char *base = case_text(base_folder, "base.yaml", NULL);
    struct handoff_slice rest = ho_slice(page), info, block, message;
    size_t good = 0, refused = 0;

    (void)state;
    while (next_block(&rest, &info, &block)) {
        struct ho_arena *arena = ho_arena_new(TEXT_BYTES);

        if (ho_slice_is(info, "yaml")) {
            check(block, ho_slice(base), NULL);
            good++;
        } else if (ho_slice_is(info, "yaml refused")) {
            assert_true(next_block(&rest, &info, &message));
            check(block, ho_slice(base),
                  ho_arena_copy(arena, ho_trim(message)));
            refused++;
        }
        ho_arena_free(arena);
    }
    assert_true(good >= 8 && refused >= 1);
    free(base);
    free(page);
}

/* Every section that the reader knows stands in the reference. */
static void test_sections(void **state)
{
    static const char *const sections[] = {
        "fields",   "message_labels", "no_answer",      "lists",
        "owners",   "timezone",       "business_hours", "holidays",
        "screen",   "rules",          "otherwise",      "undecided",
        "handoffs", "qualification",  "open_risks",     "nurture",
        "priority", "outreach",       "followup"
    };
    char *page = case_text(FIXTURES "/../docs", "policy-reference.md", NULL);

    (void)state;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (!strstr(page, sections[i]))
            fail_msg("the reference lacks %s", sections[i]);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_examples),
                                        cmocka_unit_test(test_sections) };

    return cmocka_run_group_tests_name("docs_policy", tests, NULL, NULL);
}
