/* test_base_yaml.c - the strict reader of YAML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/yaml.h"
#include "support/cases.h"

/* One line a node: its key, its text in quotes or its kind, its place. */
static void dump(struct ho_buffer *b, const struct ho_yaml *node,
                 unsigned indent)
{
    size_t children = 0;

    for (unsigned i = 0; i < indent; i++)
        ho_buffer_text(b, "  ");
    if (node->key)
        ho_buffer_format(b, "%s: ", node->key);
    if (node->kind == HO_YAML_SCALAR)
        ho_buffer_format(b, "%s\"%s\"", node->quoted ? "quoted " : "",
                         node->text);
    else
        ho_buffer_text(b,
                       node->kind == HO_YAML_MAPPING ? "mapping" : "sequence");
    ho_buffer_format(b, " %zu:%zu\n", node->line, node->column);
    for (const struct ho_yaml *c = node->child; c; c = c->next) {
        dump(b, c, indent + 1);
        children++;
    }
    assert_int_equal(children, node->count);
}

/* input.yaml is refused with error.txt, or reads as the tree of expect.txt. */
static void check_case(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *why = case_text(directory, "why.txt", NULL);
    char *error = case_file(directory, "error.txt", NULL);
    char *expect = case_file(directory, "expect.txt", NULL);
    char line[HANDOFF_ERROR_MESSAGE];
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct ho_yaml *root = NULL;
    struct ho_buffer b;
    size_t len = 0;
    char *text = case_text(directory, "input.yaml", &len);

    assert_true((error == NULL) != (expect == NULL));
    ho_buffer_init(&b, 1 << 20);
    if (ho_yaml_parse(arena, (struct handoff_slice){ text, len }, &root,
                      &err) == HANDOFF_OK) {
        dump(&b, root, 0);
        assert_same_text(name, ho_buffer_slice(&b).ptr,
                         expect ? expect : "an error");
    } else {
        assert_null(root);
        assert_int_equal(err.status, HANDOFF_BAD_YAML);
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
    each_case("base/yaml", check_case);
}

static const struct ho_yaml *parse(struct ho_arena *arena, const char *text)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct ho_yaml *root = NULL;

    if (ho_yaml_parse(arena, ho_slice(text), &root, &err) != HANDOFF_OK)
        fail_msg("%s: %s", text, err.message);
    return root;
}

static void test_getters(void **state)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct ho_yaml *root = parse(arena, "a: x\nb: [y]\nc:\n");

    (void)state;
    assert_string_equal(ho_yaml_text(root, "a"), "x");
    assert_string_equal(ho_yaml_text(root, "c"), "");
    assert_null(ho_yaml_text(root, "b")); /* no scalar */
    assert_null(ho_yaml_text(root, "A")); /* the case counts */
    assert_null(ho_yaml_text(NULL, "a"));
    assert_null(ho_yaml_get(ho_yaml_get(root, "b"), "a"));
    ho_arena_free(arena);
}

static void test_only(void **state)
{
    static const char *const keys[] = { "route", "owner", "reason" };
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "route: a\nreason: b\n", NULL },
        { "owner: a\nroutes: b\n", "2:9: a rule has no key \"routes\"; did you "
                                   "mean \"route\"?" },
        { "xyz: a\n", "1:6: a rule has no key \"xyz\"" },
        { "- route\n", "1:1: a rule is a mapping of keys to values" }
    };
    struct ho_arena *arena = ho_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        const struct ho_yaml *root = parse(arena, rows[i].text);
        char line[HANDOFF_ERROR_MESSAGE];
        const enum handoff_status status =
            ho_yaml_only(root, "a rule", keys, 3, HANDOFF_BAD_POLICY, &err);

        assert_int_equal(status,
                         rows[i].message ? HANDOFF_BAD_POLICY : HANDOFF_OK);
        error_line(&err, line, sizeof line);
        assert_same_text(rows[i].text, line,
                         rows[i].message ? rows[i].message : "");
    }
    ho_arena_free(arena);
}

/* A long key is cut in the message, so that the remedy stays readable. */
static void test_long_key(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct ho_yaml *root = NULL;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 10000);
    for (int times = 0; times < 2; times++) {
        for (int i = 0; i < 900; i++)
            ho_buffer_byte(&b, 'k');
        ho_buffer_text(&b, ": 1\n");
    }
    assert_int_equal(ho_yaml_parse(arena, ho_buffer_slice(&b), &root, &err),
                     HANDOFF_BAD_YAML);
    assert_non_null(strstr(err.message, "k\" stands twice"));
    assert_non_null(strstr(err.message, "remove one of them"));
    ho_buffer_release(&b);
    ho_arena_free(arena);
}

static void test_arena_limit(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_arena *arena = ho_arena_new(600);
    const struct ho_yaml *root = NULL;

    (void)state;
    assert_int_equal(
        ho_yaml_parse(arena, ho_slice("[a, b, c, d, e, f, g, h]"), &root, &err),
        HANDOFF_TOO_LARGE);
    assert_null(root);
    assert_string_equal(err.message,
                        "the YAML file needs more than its limit "
                        "of 600 bytes of memory; give less of it at once");
    ho_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),       cmocka_unit_test(test_getters),
        cmocka_unit_test(test_only),        cmocka_unit_test(test_long_key),
        cmocka_unit_test(test_arena_limit),
    };

    return cmocka_run_group_tests_name("base yaml", tests, NULL, NULL);
}
