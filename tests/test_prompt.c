/* test_prompt.c - the template engine: the official suites, cases, limits */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <handoff/prompt.h>

#include "base/file.h"
#include "prompt/template.h"
#include "support/cases.h"

/* --- the Mustache specification -------------------------------------- */

static struct handoff_slice partial_of_case(void *user,
                                            struct handoff_slice name)
{
    const cJSON *const *test = user;
    char key[64];

    snprintf(key, sizeof key, "%.*s", (int)name.len, name.ptr);
    return ho_slice(ho_json_text(ho_json_get(*test, "partials"), key));
}

static void run_official(const cJSON *test, const char *module)
{
    const struct handoff_template_options html = { .escape =
                                                       HANDOFF_ESCAPE_HTML };
    const struct handoff_partials partials = { partial_of_case, &test };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_template *t = NULL;
    struct ho_buffer out;

    ho_buffer_init(&out, 1 << 16);
    if (ho_template_parse("", ho_slice(ho_json_text(test, "template")), &t,
                          &err) != HANDOFF_OK ||
        ho_template_render(t, ho_json_get(test, "data"), &html, &partials, &out,
                           &err) != HANDOFF_OK)
        fail_msg("%s, %s: %s", module, ho_json_text(test, "name"), err.message);
    ho_buffer_byte(&out, '\0');
    if (strcmp(out.ptr, ho_json_text(test, "expected")) != 0)
        fail_msg("%s, %s: got \"%s\", not \"%s\"", module,
                 ho_json_text(test, "name"), out.ptr,
                 ho_json_text(test, "expected"));
    ho_buffer_release(&out);
    ho_template_free(t);
}

static void run_module(const char *name, int least)
{
    char path[1024];
    char *text = NULL;
    size_t len = 0;
    cJSON *root = NULL;
    const cJSON *test;
    int count = 0;

    snprintf(path, sizeof path, "%s/mustache/%s.json", SUITES, name);
    assert_int_equal(ho_file_read(path, 1 << 20, &text, &len, NULL),
                     HANDOFF_OK);
    assert_int_equal(
        ho_template_data((struct handoff_slice){ text, len }, &root, NULL),
        HANDOFF_OK);
    cJSON_ArrayForEach(test, ho_json_get(root, "tests"))
    {
        run_official(test, name);
        count++;
    }
    assert_true(count >= least);
    cJSON_Delete(root);
    free(text);
}

static void test_official(void **state)
{
    /* cases in spec 1.4.3, and in the older one that npm carries */
    static const struct {
        const char *name;
        int now, older;
    } modules[] = {
        { "comments", 12, 11 },      { "delimiters", 14, 14 },
        { "interpolation", 42, 30 }, { "inverted", 22, 21 },
        { "partials", 12, 11 },      { "sections", 34, 25 },
        { "~dynamic-names", 21, 0 }, { "~inheritance", 27, 0 },
    };
    bool older;
    struct stat info;

    (void)state;
    if (stat(SUITES "/mustache", &info) != 0) {
        print_message("skipped: no Mustache specification in %s; "
                      "scripts/suites fetches it\n",
                      SUITES "/mustache");
        skip();
    }
    older = stat(SUITES "/mustache/~inheritance.json", &info) != 0;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        const int least = older ? modules[i].older : modules[i].now;

        if (least > 0)
            run_module(modules[i].name, least);
    }
}

/* --- our own cases --------------------------------------------------- */

struct kept {
    const char *dir;
    char *text[8]; /* of the partials found, until the case ends */
    size_t count;
};

static struct handoff_slice partial_of_dir(void *user,
                                           struct handoff_slice name)
{
    struct kept *kept = user;
    char file[64];
    char *text;
    size_t len;

    snprintf(file, sizeof file, "%.*s.partial", (int)name.len, name.ptr);
    text = case_file(kept->dir, file, &len);
    if (!text)
        return (struct handoff_slice){ NULL, 0 };
    assert_true(kept->count < 8);
    kept->text[kept->count++] = text;
    return (struct handoff_slice){ text, len };
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

/* To the byte: white space is half of what Mustache is about. */
static void expect_bytes(const char *dir, const char *name, const char *got,
                         size_t len)
{
    size_t expected_len;
    char *expected = case_text(dir, "expect.txt", &expected_len);

    if (len != expected_len || memcmp(got, expected, len) != 0)
        fail_msg("%s: got\n%s, not\n%s", name, got, expected);
    free(expected);
}

static void run_case(const char *dir, const char *name)
{
    struct handoff_template_options how = { .strict = false };
    struct kept kept = { .dir = dir };
    const struct handoff_partials partials = { partial_of_dir, &kept };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice text, data;
    char *text_bytes = case_text(dir, "template.mustache", &text.len);
    char *data_bytes = case_text(dir, "data.json", &data.len);
    char *options = case_file(dir, "options.txt", NULL), *out = NULL;
    size_t len = 0;

    free(case_text(dir, "why.txt", NULL)); /* each says why it is there */
    text.ptr = text_bytes;
    data.ptr = data_bytes;
    how.strict = options && strstr(options, "strict");
    if (options && strstr(options, "html"))
        how.escape = HANDOFF_ESCAPE_HTML;
    if (handoff_render(text, data, &how, &partials, &out, &len, &err) ==
        HANDOFF_OK)
        expect_bytes(dir, name, out, len);
    else
        expect_error(dir, name, &err);
    while (kept.count > 0)
        free(kept.text[--kept.count]);
    free(options);
    free(text_bytes);
    free(data_bytes);
    free(out);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("prompt/render", run_case);
}

/* --- limits ---------------------------------------------------------- */

static char *repeat(const char *text, size_t times, const char *end)
{
    const size_t len = strlen(text);
    char *out = malloc(len * times + strlen(end) + 1);

    assert_non_null(out);
    for (size_t i = 0; i < times; i++)
        memcpy(out + i * len, text, len);
    memcpy(out + times * len, end, strlen(end) + 1);
    return out;
}

/* Status of rendering; the message is checked for a piece of text.  Frees
 * template_text. */
static enum handoff_status render(char *template_text, const char *data,
                                  const struct handoff_partials *partials,
                                  const char *message)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *out = NULL;
    size_t len;
    enum handoff_status status =
        handoff_render(ho_slice(template_text), ho_slice(data), NULL, partials,
                       &out, &len, &err);

    if (status != HANDOFF_OK && !strstr(err.message, message))
        fail_msg("%s", err.message);
    assert_true((status == HANDOFF_OK) == (out != NULL));
    free(out);
    free(template_text);
    return status;
}

static void test_nesting(void **state)
{
    char *open = repeat("{{#a}}", 100, ""), *both;
    char *close = repeat("{{/a}}", 100, "");

    (void)state;
    both = repeat(open, 1, close);
    free(open);
    free(close);
    assert_int_equal(render(both, "{\"a\":1}", NULL, ""), HANDOFF_OK);
    assert_int_equal(render(repeat("{{#a}}", 101, ""), "{}", NULL,
                            "nested more than 100 deep"),
                     HANDOFF_BAD_TEMPLATE);
    assert_int_equal(render(repeat("{{#a}}", 10000, ""), "{}", NULL,
                            "nested more than 100 deep"),
                     HANDOFF_BAD_TEMPLATE);
    assert_int_equal(render(repeat("{{<a}}", 10000, ""), "{}", NULL,
                            "nested more than 100 deep"),
                     HANDOFF_BAD_TEMPLATE);
}

static void test_large_templates(void **state)
{
    (void)state;
    assert_int_equal(
        render(repeat("{{a}}\n", 1 << 18, ""), "{\"a\":1}", NULL, ""),
        HANDOFF_OK);
    assert_int_equal(
        render(repeat("x", 1 << 20, "{{a"), "{}", NULL, "not closed"),
        HANDOFF_BAD_TEMPLATE);
    assert_int_equal(render(repeat("{", 1 << 20, ""), "{}", NULL, "not closed"),
                     HANDOFF_BAD_TEMPLATE);
    assert_int_equal(
        render(repeat("{{a\n", 1 << 18, "}}"), "{}", NULL, "no white space"),
        HANDOFF_BAD_TEMPLATE);
    assert_int_equal(render(repeat(" ", 1 << 20, "{{! }}"), "{}", NULL, ""),
                     HANDOFF_OK);
    assert_int_equal(render(repeat("{{!}}", 1 << 18, " \n"), "{}", NULL, ""),
                     HANDOFF_OK);
    assert_int_equal(
        render(repeat("x", (4 << 20) + 1, ""), "{}", NULL, "more than 4194304"),
        HANDOFF_TOO_LARGE);
}

static struct handoff_slice itself(void *user, struct handoff_slice name)
{
    (void)name;
    return ho_slice(user);
}

static void test_endless_partials(void **state)
{
    static char plain[] = "x{{>a}}", indented[] = "x\n  {{>a}}\n",
                parent[] = "{{<a}}{{$b}}{{/b}}{{/a}}",
                block[] = "{{<a}}{{$b}}{{$b}}{{/b}}{{/b}}{{/a}}{{$b}}{{/b}}";
    char *const texts[] = { plain, indented, parent, block };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct handoff_partials partials = { itself, texts[i] };

        assert_int_equal(render(repeat("{{>a}}", 1, ""), "{}", &partials,
                                "does a partial include itself?"),
                         HANDOFF_BAD_TEMPLATE);
    }
}

/* a -> two of b, b -> two of c ... for ten items: 10 * 2^25 rounds that print
 * nothing. */
static struct handoff_slice doubling(void *user, struct handoff_slice name)
{
    static char text[] = "{{>?}}{{>?}}";

    (void)user;
    if (name.ptr[0] == 'z')
        return ho_slice("");
    text[3] = text[9] = (char)(name.ptr[0] + 1);
    return ho_slice(text);
}

static void test_work(void **state)
{
    const struct handoff_partials partials = { doubling, NULL };

    (void)state;
    assert_int_equal(render(repeat("{{#l}}{{>a}}{{/l}}", 1, ""),
                            "{\"l\":[1,2,3,4,5,6,7,8,9,10]}", &partials,
                            "takes more than"),
                     HANDOFF_BAD_TEMPLATE);
}

static struct handoff_slice any_name(void *user, struct handoff_slice name)
{
    (void)user;
    (void)name;
    return ho_slice("p");
}

static void test_many_partials(void **state)
{
    const struct handoff_partials partials = { any_name, NULL };
    struct ho_buffer data;

    (void)state;
    ho_buffer_init(&data, 1 << 20);
    ho_buffer_text(&data, "{\"l\":[\"n\"");
    for (int i = 0; i < 1001; i++)
        ho_buffer_format(&data, ",\"n%d\"", i);
    ho_buffer_text(&data, "]}");
    assert_int_equal(render(repeat("{{#l}}{{>*.}}{{/l}}", 1, ""), data.ptr,
                            &partials, "more than 1000 different partials"),
                     HANDOFF_BAD_TEMPLATE);
    ho_buffer_release(&data);
}

static void test_output_ceiling(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_template *t = NULL;
    struct ho_buffer out;
    cJSON *data = NULL;

    (void)state;
    assert_int_equal(
        ho_template_parse("", ho_slice("{{#l}}{{v}}{{/l}}"), &t, &err),
        HANDOFF_OK);
    assert_int_equal(
        ho_template_data(ho_slice("{\"v\":\"abc\",\"l\":[1,2,3,4]}"), &data,
                         &err),
        HANDOFF_OK);
    ho_buffer_init(&out, 12);
    assert_int_equal(ho_template_render(t, data, NULL, NULL, &out, &err),
                     HANDOFF_OK);
    assert_int_equal(out.len, 12);
    ho_buffer_release(&out);
    ho_buffer_init(&out, 11);
    assert_int_equal(ho_template_render(t, data, NULL, NULL, &out, &err),
                     HANDOFF_TOO_LARGE);
    assert_non_null(strstr(err.message, "limit of 11 bytes"));
    ho_buffer_release(&out);
    cJSON_Delete(data);
    ho_template_free(t);
}

static void test_bad_bytes(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_template *t = NULL;

    (void)state;
    assert_int_equal(render(repeat("a\n\xFF", 1, ""), "{}", NULL, "0xFF"),
                     HANDOFF_BAD_TEXT);
    assert_int_equal(
        ho_template_parse("", (struct handoff_slice){ "a\n\0{{b}}", 8 }, &t,
                          &err),
        HANDOFF_BAD_TEMPLATE);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 1);
    assert_null(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_official),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_large_templates),
        cmocka_unit_test(test_endless_partials),
        cmocka_unit_test(test_work),
        cmocka_unit_test(test_many_partials),
        cmocka_unit_test(test_output_ceiling),
        cmocka_unit_test(test_bad_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
