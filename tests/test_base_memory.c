/* test_base_memory.c - each allocation of base fails in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "base/yaml.h"
#include "support/alloc_fail.h"

static enum handoff_status use_buffer(struct handoff_error *err)
{
    struct ho_buffer b;
    char *text = NULL;
    enum handoff_status status;

    ho_buffer_init(&b, 1 << 20);
    for (int i = 0; i < 1000; i++)
        ho_buffer_format(&b, "%d ", i);
    status = ho_buffer_take(&b, "it", &text, NULL, err);
    free(text);
    return status;
}

static enum handoff_status use_arena(struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    enum handoff_status status;
    int *items = NULL;
    size_t count = 0;

    if (!arena)
        return ho_no_memory(err);
    for (int i = 0; i < 5000; i++)
        ho_arena_push(arena, &items, &count, sizeof *items);
    ho_arena_format(arena, "%05000d", 1);
    if (ho_arena_status(arena, "it", NULL) == HANDOFF_OK) {
        ho_arena_clear(arena); /* and once more, in one block */
        ho_arena_format(arena, "%020000d", 1);
    }
    status = ho_arena_status(arena, "it", err);
    ho_arena_free(arena);
    return status;
}

static enum handoff_status use_json(struct handoff_error *err)
{
    static const char text[] = "{\"a\\u0062\": [1, 12345678901234567, {\"c\": "
                               "\"d\\n\"}], \"e\": null}";
    cJSON *root = NULL;
    enum handoff_status status = ho_json_parse(ho_slice(text), &root, err);
    struct ho_writer w;
    struct ho_buffer b;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, 1000);
    ho_writer_init(&w, &b, 2);
    ho_write_json(&w, NULL, root);
    status = ho_buffer_status(&b, "it", err);
    cJSON_Delete(root);
    ho_buffer_release(&b);
    return status;
}

/* More keys than the scanner has room for by itself, all of them decoded. */
static enum handoff_status use_keys(struct handoff_error *err)
{
    enum handoff_status status;
    cJSON *root = NULL;
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    for (int i = 0; i < 150; i++)
        ho_buffer_format(&b, "%s\"\\u0061%d\": {}", i ? ", " : "{", i);
    ho_buffer_byte(&b, '}');
    status = ho_buffer_status(&b, "it", err);
    if (status == HANDOFF_OK)
        status = ho_json_parse(ho_buffer_slice(&b), &root, err);
    cJSON_Delete(root);
    ho_buffer_release(&b);
    return status;
}

static enum handoff_status use_yaml(struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct ho_yaml *root = NULL;
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, 1 << 20);
    for (int i = 0; i < 200; i++)
        ho_buffer_format(&b, "key%d: [a, {b: c}]\n", i);
    status = ho_buffer_status(&b, "it", err);
    if (status == HANDOFF_OK && !arena)
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_yaml_parse(arena, ho_buffer_slice(&b), &root, err);
    ho_buffer_release(&b);
    ho_arena_free(arena);
    return status;
}

static enum handoff_status use_file(struct handoff_error *err)
{
    char *text = NULL;
    enum handoff_status status =
        ho_file_read(FIXTURES "/../policies/inbound.policy.yaml", 1 << 20,
                     &text, &(size_t){ 0 }, err);

    free(text);
    return status;
}

static enum handoff_status use_file_write(struct handoff_error *err)
{
    return ho_file_write("/dev/null/not-reached", ho_slice("x"), err) ==
                   HANDOFF_IO
               ? HANDOFF_OK
               : err->status;
}

static void test_buffer(void **state)
{
    (void)state;
    fail_each_allocation(use_buffer);
}

static void test_arena(void **state)
{
    (void)state;
    fail_each_allocation(use_arena);
}

static void test_json(void **state)
{
    (void)state;
    fail_each_allocation(use_json);
    fail_each_allocation(use_keys);
}

static void test_yaml(void **state)
{
    (void)state;
    fail_each_allocation(use_yaml);
}

static void test_file(void **state)
{
    (void)state;
    fail_each_allocation(use_file);
    fail_each_allocation(use_file_write);
}

/* A text of each length, with less and less room before it: it stands whole
 * where it fits and where it does not, and what follows is zero. */
static void test_arena_format_at_an_edge(void **state)
{
    char text[200];

    for (size_t len = 0; len < sizeof text; len++) {
        struct ho_arena *arena = ho_arena_new(1 << 20);

        memset(text, 'x', len);
        text[len] = '\0';
        for (int i = 0; i < 60; i++) {
            const char *said = ho_arena_format(arena, "%s", text);
            const unsigned char *behind = ho_arena_alloc(arena, 48);

            assert_string_equal(said, text);
            for (int j = 0; j < 48; j++)
                assert_int_equal(behind[j], 0);
        }
        ho_arena_free(arena);
    }
    (void)state;
}

/* The limit holds for a text that the block has room for, and for the memory
 * after it is taken back. */
static void test_arena_format_at_the_limit(void **state)
{
    struct ho_arena *arena = ho_arena_new(64);
    const unsigned char *fresh;

    assert_string_equal(ho_arena_format(arena, "%040d", 7) + 38, "07");
    assert_string_equal(ho_arena_format(arena, "%060d", 7), "");
    assert_int_equal(ho_arena_status(arena, "it", NULL), HANDOFF_TOO_LARGE);
    ho_arena_clear(arena);
    fresh = ho_arena_alloc(arena, 48);
    for (int i = 0; i < 48; i++)
        assert_int_equal(fresh[i], 0);
    ho_arena_free(arena);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_yaml),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_arena_format_at_an_edge),
        cmocka_unit_test(test_arena_format_at_the_limit)
    };

    return cmocka_run_group_tests_name("base memory", tests, NULL, NULL);
}
