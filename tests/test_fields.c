/* test_fields.c - the field declarations of a policy. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/builtin.h"
#include "fields/fields.h"
#include "support/cases.h"

static void dump_words(struct ho_buffer *b, const char *name,
                       const struct handoff_words *words)
{
    if (words->count == 0)
        return;
    ho_buffer_text(b, name);
    for (size_t i = 0; i < words->count; i++)
        ho_buffer_format(b, "%s%s", i ? " | " : ": ", words->item[i]);
    ho_buffer_byte(b, '\n');
}

static void dump_text(struct ho_buffer *b, const char *name, const char *text)
{
    if (text && *text)
        ho_buffer_format(b, "  %s: %s\n", name, text);
}

static void dump_values(struct ho_buffer *b, const struct handoff_fields *all,
                        const struct handoff_field *f)
{
    if (f->infer_from != HANDOFF_NO_FIELD)
        ho_buffer_format(
            b, "  infer from %s, else %s\n", all->item[f->infer_from].name,
            f->infer_else < 0 ? "nothing" : f->value[f->infer_else].name);
    for (size_t i = 0; i < f->value_count; i++) {
        ho_buffer_format(b, "  value ");
        dump_words(b, f->value[i].name, &f->value[i].cues);
    }
}

static void dump_field(struct ho_buffer *b, const struct handoff_fields *all,
                       const struct handoff_field *f)
{
    ho_buffer_format(
        b, "%s %s line %zu cost %" PRId64 " ask %s needs %u%s%s%s\n", f->name,
        handoff_type_name(f->type), f->line, f->cost, handoff_ask_name(f->ask),
        f->needed_for, f->is_protected ? " protected" : "",
        f->from_crm ? " from_crm" : "", f->when_stated ? " when_stated" : "");
    dump_text(b, "describe", f->describe);
    dump_text(b, "unit", f->unit);
    dump_words(b, "  labels", &f->labels);
    dump_words(b, "  cues", &f->cues);
    dump_words(b, "  hints", &f->hints);
    dump_values(b, all, f);
    dump_text(b, "question", f->question);
    dump_text(b, "clarify", f->clarify);
    dump_text(b, "example", f->example);
}

/* What an out parameter holds that was not written. */
static const struct handoff_fields untouched = { .count = 77 };

static enum handoff_status read_fields(struct ho_arena *arena, const char *text,
                                       struct handoff_fields *fields,
                                       struct handoff_error *err)
{
    const struct ho_yaml *root = NULL;
    enum handoff_status status =
        ho_yaml_parse(arena, ho_slice(text), &root, err);

    *fields = untouched;
    return status == HANDOFF_OK ? ho_fields_read(arena, root, fields, err)
                                : status;
}

/* policy.yaml is refused with error.txt, or reads as expect.txt. */
static void check_case(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *why = case_text(directory, "why.txt", NULL);
    char *error = case_file(directory, "error.txt", NULL);
    char *expect = case_file(directory, "expect.txt", NULL);
    char *text = case_text(directory, "policy.yaml", NULL);
    char line[HANDOFF_ERROR_MESSAGE];
    struct ho_arena *arena = ho_arena_new(1 << 20);
    struct handoff_fields fields;
    struct ho_buffer b;

    assert_true((error == NULL) != (expect == NULL));
    ho_buffer_init(&b, 1 << 16);
    if (read_fields(arena, text, &fields, &err) == HANDOFF_OK) {
        dump_words(&b, "message labels", &fields.message_labels);
        dump_words(&b, "no answer", &fields.no_answer);
        for (size_t i = 0; i < fields.count; i++)
            dump_field(&b, &fields, &fields.item[i]);
        assert_same_text(name, ho_buffer_slice(&b).ptr,
                         expect ? expect : "an error");
    } else {
        assert_int_equal(err.status, HANDOFF_BAD_POLICY);
        assert_memory_equal(&fields, &untouched, sizeof fields);
        error_line(&err, line, sizeof line);
        assert_same_text(name, line, error ? error : "no error");
    }
    ho_buffer_release(&b);
    ho_arena_free(arena);
    free(text);
    free(expect);
    free(error);
    free(why);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("fields", check_case);
}

/* The policy that ships declares what the design promises. */
static void test_default_policy(void **state)
{
    static const char *const promised[] = {
        "company",        "role",           "seniority",    "country",
        "website",        "intent",         "pain",         "use_case",
        "team_size",      "employees",      "current_tool", "crm_platform",
        "inbound_volume", "budget",         "authority",    "deadline",
        "urgency",        "account_status", "customer",     "open_deal",
        "account_owner"
    };
    static const char *const is_protected[] = { "budget", "authority",
                                                "urgency", "account_owner" };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_arena *arena = ho_arena_new(1 << 20);
    struct handoff_fields fields;

    (void)state;
    if (read_fields(arena, ho_builtin_text("policies/inbound.policy.yaml").ptr,
                    &fields, &err) != HANDOFF_OK)
        fail_msg("%zu:%zu: %s", err.line, err.column, err.message);
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
        if (handoff_field_find(&fields, ho_slice(promised[i])) < 0)
            fail_msg("no field %s", promised[i]);
    for (size_t i = 0; i < sizeof is_protected / sizeof *is_protected; i++)
        assert_true(
            fields.item[handoff_field_find(&fields, ho_slice(is_protected[i]))]
                .is_protected);
    assert_true(fields.message_labels.count > 0);
    assert_int_equal(handoff_field_find(&fields, ho_slice("Company")),
                     HANDOFF_NO_FIELD);
    ho_arena_free(arena);
}

static void test_read_whole(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } rows[] = {
        { "0", true, 0 },
        { "007", true, 7 },
        { "-12", true, -12 },
        { "999999999999999999", true, 999999999999999999 },
        { "1000000000000000000", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { "1.0", false, 0 },
        { " 1", false, 0 },
        { "1e3", false, 0 },
        { "0x1", false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;

        if (ho_read_whole(ho_slice(rows[i].text), &value) != rows[i].ok ||
            value != rows[i].value)
            fail_msg("\"%s\"", rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_default_policy),
        cmocka_unit_test(test_read_whole),
    };

    return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
