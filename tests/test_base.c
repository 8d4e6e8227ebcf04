/* test_base.c - error, slice, buffer, arena, digests and embedded texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/builtin.h"
#include "base/error.h"
#include "base/sha256.h"
#include "support/cases.h"

static void test_first_message_wins(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    assert_int_equal(ho_fail_at(&err, HANDOFF_IO, 3, 4, "first %d", 1),
                     HANDOFF_IO);
    assert_int_equal(ho_fail(&err, HANDOFF_USAGE, "second"), HANDOFF_USAGE);
    assert_int_equal(err.status, HANDOFF_IO);
    assert_string_equal(err.message, "first 1");
    assert_int_equal(ho_fail(NULL, HANDOFF_IO, "nobody listens"), HANDOFF_IO);
    ho_error_file(NULL, "nobody.yaml");
}

static void test_error_text(void **state)
{
    static const struct {
        size_t line, column;
        const char *file, *expect;
    } rows[] = {
        { 3, 4, "a.yaml", "a.yaml:3:4: wrong" },
        { 3, 0, "a.yaml", "a.yaml:3: wrong" },
        { 0, 0, "a.yaml", "a.yaml: wrong" },
        { 3, 4, "", "line 3:4: wrong" },
        { 0, 0, "", "wrong" },
    };
    char text[100], small[8];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;

        ho_error_file(&err, "no error yet.yaml");
        ho_fail_at(&err, HANDOFF_IO, rows[i].line, rows[i].column, "wrong");
        ho_error_file(&err, rows[i].file);
        if (rows[i].file[0])
            ho_error_file(&err, "second.yaml");
        handoff_error_text(&err, text, sizeof text);
        assert_string_equal(text, rows[i].expect);
        handoff_error_text(&err, small, sizeof small);
        assert_memory_equal(small, rows[i].expect,
                            strlen(rows[i].expect) < 7 ? 6 : 7);
        assert_true(strlen(small) < sizeof small);
    }
}

static void test_long_message_is_cut(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    ho_fail(&err, HANDOFF_IO, "%0600d", 7);
    assert_int_equal(strlen(err.message), HANDOFF_ERROR_MESSAGE - 1);
}

static void test_status_text(void **state)
{
    (void)state;
    assert_string_equal(handoff_status_text(HANDOFF_OK), "done");
    assert_string_equal(handoff_status_text(HANDOFF_USAGE),
                        "a command line that is not understood");
    assert_string_equal(
        handoff_status_text((enum handoff_status)(HANDOFF_USAGE + 1)),
        "unknown status");
}

static void test_text_place(void **state)
{
    const char *text = "ab\ncd\n";
    static const struct {
        size_t at, line, column;
    } rows[] = { { 0, 1, 1 }, { 2, 1, 3 }, { 3, 2, 1 },
                 { 5, 2, 3 }, { 6, 3, 1 }, { 7, 3, 2 } };
    size_t line, column;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ho_text_place(text, 6, rows[i].at, &line, &column);
        assert_int_equal(line, rows[i].line);
        assert_int_equal(column, rows[i].column);
    }
}

/* Each byte at each place, whatever stands next to it. */
static void test_stops(void **state)
{
    static const struct ho_stops few = { ".\n", false }, wide = { "&", true };
    static const char others[] = "a/%\x7F\xC3";

    enum { LENGTH = 19 };

    (void)state;
    for (const char *other = others; *other; other++)
        for (size_t at = 0; at < LENGTH; at++)
            for (int c = 0; c < 256; c++) {
                char text[LENGTH];
                const struct handoff_slice s = { text, LENGTH };
                const bool all = (unsigned char)*other >= 0x80;
                const bool is_few = c == '.' || c == '\n' || c == 0;

                memset(text, *other, sizeof text);
                text[at] = (char)c;
                assert_int_equal(ho_find_stop(s, 0, &few),
                                 is_few ? at : LENGTH);
                assert_int_equal(ho_find_stop(s, at + 1, &few), LENGTH);
                if (!all)
                    assert_int_equal(ho_find_stop(s, 0, &wide),
                                     c == '&' || c == 0 || c >= 0x80 ? at
                                                                     : LENGTH);
                else if (at > 0)
                    assert_int_equal(ho_find_stop(s, 0, &wide), 0);
            }
}

static void test_slices(void **state)
{
    const struct handoff_slice none = { NULL, 0 };

    (void)state;
    assert_true(ho_slice_is(ho_slice("abc"), "abc"));
    assert_false(ho_slice_is(ho_slice("abc"), "abd"));
    assert_false(ho_slice_is(ho_slice("ab"), "abc"));
    assert_true(ho_slice_is(none, ""));
    assert_true(ho_slice_is(ho_slice(NULL), ""));
    assert_true(ho_slice_is_nocase(ho_slice("aBc"), "AbC"));
    assert_true(ho_slice_is_nocase(none, ""));
    assert_false(ho_slice_is_nocase(ho_slice("\xC3\x84"), "\xC3\xA4"));
    assert_true(ho_slice_is(ho_trim(ho_slice(" \t\r\na b\n ")), "a b"));
    assert_int_equal(ho_trim(ho_slice(" \n ")).len, 0);
    assert_int_equal(ho_trim(none).len, 0);
    assert_int_equal(ho_part(none, 0, 0).len, 0);
}

static void test_lines(void **state)
{
    static const char *const expect[] = { "a", "", "b\rc", "d" };
    struct handoff_slice rest = ho_slice("a\n\r\nb\rc\r\nd"), line;
    size_t count = 0;

    (void)state;
    while (ho_next_line(&rest, &line))
        assert_true(ho_slice_is(line, expect[count++]));
    assert_int_equal(count, 4);
    rest = ho_slice("a\n");
    assert_true(ho_next_line(&rest, &line));
    assert_false(ho_next_line(&rest, &line)); /* no line behind the last end */
}

static void test_find(void **state)
{
    const struct handoff_slice s = ho_slice("abcabc");

    (void)state;
    assert_int_equal(ho_find(s, 0, ho_slice("abc")), 0);
    assert_int_equal(ho_find(s, 1, ho_slice("abc")), 3);
    assert_int_equal(ho_find(s, 4, ho_slice("abc")), SIZE_MAX);
    assert_int_equal(ho_find(s, 6, ho_slice("c")), SIZE_MAX);
    assert_int_equal(ho_find(s, 7, ho_slice("c")), SIZE_MAX);
    assert_int_equal(ho_find(s, 0, ho_slice("")), SIZE_MAX);
    assert_int_equal(ho_find(s, 0, ho_slice("abcabcd")), SIZE_MAX);
    assert_int_equal(ho_find(ho_slice(NULL), 0, ho_slice("a")), SIZE_MAX);
}

/* The naive search takes 10^12 steps here; a linear one, no time at all. */
static void test_find_is_linear(void **state)
{
    enum { TEXT = 2000000, NEEDLE = 1000000 };
    char *text = malloc(TEXT), *needle = malloc(NEEDLE);

    (void)state;
    assert_true(text && needle);
    memset(text, 'a', TEXT);
    memset(needle, 'a', NEEDLE);
    needle[NEEDLE / 2] = 'b';
    assert_int_equal(ho_find((struct handoff_slice){ text, TEXT }, 0,
                             (struct handoff_slice){ needle, NEEDLE }),
                     SIZE_MAX);
    free(text);
    free(needle);
}

static void test_write_out(void **state)
{
    static const struct {
        const char *name, *text;
    } rows[] = { { "inbound_volume", "inbound volume" },
                 { "crm_platform", "CRM platform" },
                 { "which_crm", "which CRM" },
                 { "crm", "CRM" },
                 { "scrm_crmx", "scrm crmx" },
                 { "_", " " },
                 { "", "" } };
    char text[32];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(text, sizeof text, "%s", rows[i].name);
        ho_write_out(text);
        assert_string_equal(text, rows[i].text);
    }
}

static void test_did_you_mean(void **state)
{
    static const char long_word[] =
        "a_word_of_more_than_forty_bytes_is_never_suggested";
    static const char *const words[] = { "route", "owner", "reason",
                                         long_word };
    static const struct {
        const char *word, *expect, *why;
    } rows[] = {
        { "routes", "route", "one letter too many" },
        { "rout", "route", "one too few" },
        { "ruote", NULL, "five letters allow one change, a swap is two" },
        { "raeson", "reason", "six letters allow two" },
        { "ow", NULL, "two letters allow none" },
        { "xyzzy", NULL, "nothing like it" },
        { "", NULL, "nothing at all" },
        { "a_word_of_more_than_forty_bytes_is_never_suggestee", NULL,
          "too long for a typing slip" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = ho_did_you_mean(ho_slice(rows[i].word), words, 4);

        if (rows[i].expect ? !got || strcmp(got, rows[i].expect) : got != NULL)
            fail_msg("%s -> %s: %s", rows[i].word, got ? got : "none",
                     rows[i].why);
    }
}

static void test_buffer(void **state)
{
    struct ho_buffer b;
    char *text = NULL;
    size_t len = 0;

    (void)state;
    ho_buffer_init(&b, 1000);
    assert_string_equal(ho_buffer_slice(&b).ptr, "");
    ho_buffer_text(&b, "a");
    ho_buffer_byte(&b, '\0');
    ho_buffer_add(&b, (struct handoff_slice){ NULL, 0 });
    ho_buffer_format(&b, "%d-%s", 42, "x");
    assert_int_equal(b.len, 6);
    assert_memory_equal(b.ptr,
                        "a\0"
                        "42-x",
                        7);
    assert_int_equal(ho_buffer_take(&b, "it", &text, &len, NULL), HANDOFF_OK);
    assert_int_equal(len, 6);
    assert_null(b.ptr);
    free(text);
    ho_buffer_release(&b);
    ho_buffer_release(&b);
    ho_buffer_release(NULL);
}

static void test_empty_buffer_gives_a_text(void **state)
{
    struct ho_buffer b;
    char *text = NULL;

    (void)state;
    ho_buffer_init(&b, 0);
    assert_int_equal(ho_buffer_take(&b, "it", &text, NULL, NULL), HANDOFF_OK);
    assert_string_equal(text, "");
    free(text);
}

static void test_buffer_ceiling(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_buffer b;
    char *text = NULL;

    (void)state;
    ho_buffer_init(&b, 4);
    ho_buffer_text(&b, "abcd");
    assert_int_equal(b.failed, HANDOFF_OK); /* the limit itself is allowed */
    ho_buffer_byte(&b, 'e');
    assert_int_equal(b.failed, HANDOFF_TOO_LARGE);
    ho_buffer_add(&b, (struct handoff_slice){ "", 0 });
    ho_buffer_format(&b, "%s", "");
    assert_string_equal(b.ptr, "abcd"); /* sticky: nothing is added */
    assert_int_equal(ho_buffer_take(&b, "the page", &text, NULL, &err),
                     HANDOFF_TOO_LARGE);
    assert_null(text);
    assert_string_equal(err.message, "the page is larger than its limit of 4 "
                                     "bytes; give less of it at once");
    ho_buffer_text(&b, "ab"); /* take released it; it can be used again */
    assert_string_equal(b.ptr, "ab");
    ho_buffer_clear(&b);
    assert_string_equal(b.ptr, "");
    ho_buffer_release(&b);
}

/* A size that would overflow when added to is refused like any other. */
static void test_buffer_huge_sizes(void **state)
{
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, SIZE_MAX);
    ho_buffer_text(&b, "ab");
    ho_buffer_add(&b, (struct handoff_slice){ "x", SIZE_MAX - 2 });
    assert_int_equal(b.failed, HANDOFF_TOO_LARGE);
    assert_string_equal(b.ptr, "ab");
    ho_buffer_release(&b);
}

static void test_arena(void **state)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const char *copy = ho_arena_text(arena, "kept");
    size_t *numbers = NULL;
    size_t count = 0;

    (void)state;
    assert_string_equal(ho_arena_format(arena, "%s-%d", "x", 7), "x-7");
    assert_string_equal(ho_arena_copy(arena, (struct handoff_slice){ NULL, 0 }),
                        "");
    for (size_t i = 0; i < 5000; i++) {
        size_t *slot = ho_arena_push(arena, &numbers, &count, sizeof *slot);

        assert_non_null(slot);
        assert_int_equal(*slot, 0);
        assert_int_equal((uintptr_t)slot % sizeof *slot, 0);
        *slot = i;
    }
    assert_int_equal(count, 5000);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(numbers[i], i);
    assert_string_equal(copy, "kept"); /* growing moves nothing else */
    assert_int_equal(ho_arena_status(arena, "it", NULL), HANDOFF_OK);
    ho_arena_free(arena);
    ho_arena_free(NULL);
}

static void test_arena_large_object(void **state)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    unsigned char *large = ho_arena_alloc(arena, 100000);

    (void)state;
    assert_non_null(large);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(large[i], 0);
    ho_arena_free(arena);
}

static void test_arena_limit(void **state)
{
    static const size_t sizes[] = { 1001, SIZE_MAX, SIZE_MAX - 15,
                                    SIZE_MAX / 2 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct ho_arena *arena = ho_arena_new(1000);

        assert_non_null(ho_arena_alloc(arena, 500));
        assert_null(ho_arena_alloc(arena, sizes[i]));
        assert_null(ho_arena_alloc(arena, 1)); /* sticky */
        assert_string_equal(ho_arena_text(arena, "x"), "");
        assert_int_equal(ho_arena_status(arena, "the batch", &err),
                         HANDOFF_TOO_LARGE);
        assert_string_equal(err.message,
                            "the batch needs more than its limit "
                            "of 1000 bytes of memory; give less of it at once");
        ho_arena_free(arena);
    }
}

/* A limit of "any" must not overflow inside. */
static void test_arena_huge_sizes(void **state)
{
    struct ho_arena *arena = ho_arena_new(SIZE_MAX);
    size_t count = SIZE_MAX / 2 + 1;
    char *items = NULL;

    (void)state;
    assert_null(ho_arena_push(arena, &items, &count, 16));
    ho_arena_free(arena);
    arena = ho_arena_new(SIZE_MAX);
    assert_null(ho_arena_alloc(arena, SIZE_MAX - 20));
    assert_int_equal(ho_arena_status(arena, "it", NULL), HANDOFF_TOO_LARGE);
    ho_arena_free(arena);
}

static void test_sha256(void **state)
{
    char out[HO_SHA256_HEX];

    (void)state;
    assert_int_equal(ho_sha256_hex(ho_slice("abc"), out, NULL), HANDOFF_OK);
    assert_string_equal(out, "ba7816bf8f01cfea414140de5dae2223"
                             "b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(ho_sha256_hex(ho_slice(""), out, NULL), HANDOFF_OK);
    assert_string_equal(out, "e3b0c44298fc1c149afbf4c8996fb924"
                             "27ae41e4649b934ca495991b7852b855");
}

/* What is embedded is, byte for byte, the file of the source tree. */
static void test_builtin(void **state)
{
    const struct ho_builtin *b = NULL;
    const char *before = "";
    size_t count = 0, total, policies = 0;

    (void)state;
    ho_builtin_table(&total);
    while ((b = ho_builtin_next("", b))) {
        size_t len = 0;
        char *file = case_text(FIXTURES "/..", b->name, &len);

        assert_true(strcmp(before, b->name) < 0);
        assert_int_equal(b->text.len, len);
        assert_memory_equal(b->text.ptr, file, len + 1);
        assert_ptr_equal(ho_builtin_text(b->name).ptr, b->text.ptr);
        before = b->name;
        count++;
        free(file);
    }
    while ((b = ho_builtin_next("policies/", b)))
        policies++;
    assert_int_equal(count, total);
    assert_true(policies > 0);
    assert_null(ho_builtin_text("policies/none.yaml").ptr);
    assert_null(ho_builtin_next("nowhere/", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_message_wins),
        cmocka_unit_test(test_error_text),
        cmocka_unit_test(test_long_message_is_cut),
        cmocka_unit_test(test_status_text),
        cmocka_unit_test(test_text_place),
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_find_is_linear),
        cmocka_unit_test(test_write_out),
        cmocka_unit_test(test_did_you_mean),
        cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_empty_buffer_gives_a_text),
        cmocka_unit_test(test_buffer_ceiling),
        cmocka_unit_test(test_buffer_huge_sizes),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_arena_large_object),
        cmocka_unit_test(test_arena_limit),
        cmocka_unit_test(test_arena_huge_sizes),
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_builtin),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
