/* test_evidence_memory.c - each allocation of fields and evidence fails in
 * turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/builtin.h"
#include "evidence/phrase.h"
#include "fields/fields.h"
#include "support/alloc_fail.h"

static enum handoff_status use_fields(struct handoff_error *err)
{
    const struct handoff_slice text =
        ho_builtin_text("policies/inbound.policy.yaml");
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct ho_yaml *root = NULL;
    struct handoff_fields fields;
    enum handoff_status status =
        arena ? ho_yaml_parse(arena, text, &root, err) : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = ho_fields_read(arena, root, &fields, err);
    ho_arena_free(arena);
    return status;
}

/* Found after folding only, behind an occurrence inside a word. */
static enum handoff_status use_locate(struct handoff_error *err)
{
    struct handoff_found found;
    bool cut;

    return handoff_locate(ho_slice("undemo demos DEMO"), ho_slice("demo"),
                          &found, &cut, err);
}

static const char *const cues[] = { "set aside", "budget", "presupuesto" };
static const struct handoff_field money = { .name = "budget",
                                            .type = HANDOFF_TYPE_MONEY,
                                            .cues = { cues, 3, NULL } };
static const struct handoff_enum_value values[] = {
    { "yes", { cues, 1, NULL } }, { "no", { cues + 1, 2, NULL } }
};
static const struct handoff_field choice = { .name = "choice",
                                             .type = HANDOFF_TYPE_ENUM,
                                             .value = values,
                                             .value_count = 2 };

static enum handoff_status use_phrase(struct handoff_error *err)
{
    struct ho_phrase_hit hit;

    return ho_find_phrase(ho_slice("no \xE2\x80\x9C"
                                   "budget\xE2\x80\x9D"),
                          &money.cues, &hit, err);
}

static enum handoff_status use_read(struct handoff_error *err)
{
    struct handoff_typed typed;
    char *text = NULL;
    enum handoff_status status = handoff_read_value(
        &money, ho_slice("over $1,200"), 0, &typed, &text, err);

    free(text);
    return status;
}

static enum handoff_status use_read_wide(struct handoff_error *err)
{
    struct handoff_typed typed;
    char *text = NULL;
    enum handoff_status status =
        handoff_read_value(&money, ho_slice("\uFF14\uFF10\uFF10\uFF10 EUR"), 0,
                           &typed, &text, err);

    free(text);
    return status;
}

static enum handoff_status use_read_enum(struct handoff_error *err)
{
    struct handoff_typed typed;
    char *text = NULL;
    enum handoff_status status = handoff_read_value(
        &choice, ho_slice("some budget"), 0, &typed, &text, err);

    free(text);
    return status;
}

static enum handoff_status use_check(struct handoff_error *err)
{
    static const struct handoff_fields fields = { .item = &money, .count = 1 };
    const struct handoff_quote quote = { .fields = &fields,
                                         .field = &money,
                                         .quote = ho_slice("$1,200"),
                                         .value = "1200 USD" };
    const struct handoff_text texts[] = {
        { "field:Name", ho_slice("Ada Fox") },
        { "message",
          ho_slice("We set aside $1,200 for \uFF14\uFF10 of us.\n> We?\n"
                   "We said \"it is too much\" there.\nPowered by "
                   "us\n-- \nAda") },
    };
    struct handoff_quote_result result;

    return handoff_check_quote(&quote, texts, 2, &result, err);
}

static void test_fields(void **state)
{
    (void)state;
    fail_each_allocation(use_fields);
}

static void test_locate(void **state)
{
    (void)state;
    fail_each_allocation(use_locate);
    fail_each_allocation(use_phrase);
}

static void test_read(void **state)
{
    (void)state;
    fail_each_allocation(use_read);
    fail_each_allocation(use_read_wide);
    fail_each_allocation(use_read_enum);
}

static void test_check(void **state)
{
    (void)state;
    fail_each_allocation(use_check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_locate),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_check),
    };

    return cmocka_run_group_tests_name("evidence memory", tests, NULL, NULL);
}
