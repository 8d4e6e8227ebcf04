/* test_prompt_file.c - prompt files: front matter, roles, declared names */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <handoff/prompt.h>

#include "base/buffer.h"
#include "support/cases.h"

static enum handoff_status render_file(struct handoff_slice text,
                                       struct handoff_slice data,
                                       struct handoff_messages *out,
                                       struct handoff_error *err)
{
    struct handoff_prompt *prompt = NULL;
    enum handoff_status status =
        handoff_prompt_parse("case", text, &prompt, err);

    if (status == HANDOFF_OK)
        status = handoff_prompt_render(prompt, data, out, err);
    handoff_prompt_free(prompt);
    return status;
}

static void expect_messages(const char *dir, const char *name,
                            const struct handoff_messages *messages)
{
    char *expected = case_text(dir, "expect.txt", NULL);
    struct ho_buffer got;

    ho_buffer_init(&got, 1 << 16);
    for (size_t i = 0; i < messages->count; i++)
        ho_buffer_format(&got, "%s== %s\n%s", i ? "\n" : "",
                         messages->item[i].role, messages->item[i].text);
    assert_same_text(name, got.ptr, expected);
    ho_buffer_release(&got);
    free(expected);
}

static void expect_error(const char *dir, const char *name,
                         const struct handoff_error *err)
{
    char *expected = case_file(dir, "error.txt", NULL);
    char text[1024];

    handoff_error_text(err, text, sizeof text);
    if (!expected)
        fail_msg("%s: %s", name, text);
    assert_same_text(name, text, expected);
    free(expected);
}

static void run_case(const char *dir, const char *name)
{
    struct handoff_messages messages = { NULL, 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice text, data;
    char *text_bytes = case_text(dir, "case.prompt", &text.len);
    char *data_bytes = case_text(dir, "data.json", &data.len);

    free(case_text(dir, "why.txt", NULL)); /* each says why it is there */
    text.ptr = text_bytes;
    data.ptr = data_bytes;
    if (render_file(text, data, &messages, &err) == HANDOFF_OK)
        expect_messages(dir, name, &messages);
    else
        expect_error(dir, name, &err);
    handoff_messages_release(&messages);
    assert_null(messages.item);
    free(text_bytes);
    free(data_bytes);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("prompt/file", run_case);
}

static void test_front_matter(void **state)
{
    const char *const text = "---\n"
                             "model: small\n"
                             "config:\n"
                             "  temperature: 0.20\n"
                             "---\n"
                             "x\n";
    struct handoff_prompt *prompt = NULL;

    (void)state;
    assert_int_equal(
        handoff_prompt_parse("case", ho_slice(text), &prompt, NULL),
        HANDOFF_OK);
    assert_string_equal(handoff_prompt_model(prompt), "small");
    assert_string_equal(handoff_prompt_config(prompt, "temperature"), "0.20");
    assert_null(handoff_prompt_config(prompt, "topP"));
    handoff_prompt_free(prompt);
    assert_int_equal(
        handoff_prompt_parse("case", ho_slice("---\n---\nx"), &prompt, NULL),
        HANDOFF_OK);
    assert_null(handoff_prompt_model(prompt));
    assert_null(handoff_prompt_config(prompt, "temperature"));
    handoff_prompt_free(prompt);
}

static void test_id(void **state)
{
    struct handoff_prompt *prompt = NULL;

    (void)state;
    assert_int_equal(
        handoff_prompt_parse("case", ho_slice("---\n---\nx"), &prompt, NULL),
        HANDOFF_OK);
    assert_string_equal(
        handoff_prompt_id(prompt), /* printf ... | sha256sum */
        "case@sha256:"
        "f9a021cf91f8a27ee87b207a59bc48c96af91108465a98c057cdd2bb3983f81c");
    handoff_prompt_free(prompt);
}

/* Data that is no JSON is not the prompt's fault. */
static void test_bad_data(void **state)
{
    struct handoff_messages messages = { NULL, 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    assert_int_equal(
        render_file(ho_slice("---\n---\nx"), ho_slice("{,}"), &messages, &err),
        HANDOFF_BAD_JSON);
    assert_string_equal(err.file, "");
    assert_int_equal(err.column, 2);
    assert_null(messages.item);
}

static void test_too_large(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_prompt *prompt = NULL;
    const size_t size = (4 << 20) + 1;
    char *text = malloc(size);

    (void)state;
    assert_non_null(text);
    memset(text, '-', size);
    assert_int_equal(handoff_prompt_parse("case",
                                          (struct handoff_slice){ text, size },
                                          &prompt, &err),
                     HANDOFF_TOO_LARGE);
    assert_int_equal(handoff_prompt_parse("case",
                                          (struct handoff_slice){ text, 0 },
                                          &prompt, NULL),
                     HANDOFF_BAD_TEMPLATE);
    assert_null(prompt);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),     cmocka_unit_test(test_front_matter),
        cmocka_unit_test(test_id),        cmocka_unit_test(test_bad_data),
        cmocka_unit_test(test_too_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
