/* test_intake_limits.c - each named limit at its edge and one beyond, and
 * inputs made to be slow: what is hostile must cost no more than its size. */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "support/lead_fields.h"

enum {
    TEXT_BYTES = HANDOFF_INTAKE_FILE,
    HOSTILE_BYTES = 1000 * 1000, /* below the limit for one lead */
    SECONDS = 8 /* far above what it takes, far below quadratic time */
};

struct fixture {
    struct handoff_batch *batch;
    struct ho_buffer text;
    struct handoff_error err;
    clock_t start;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (!f)
        return -1;
    *state = f;
    ho_buffer_init(&f->text, TEXT_BYTES);
    f->start = clock();
    return handoff_batch_new(&lead_fields, &f->batch, NULL) == HANDOFF_OK ? 0
                                                                          : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    const double seconds = (double)(clock() - f->start) / CLOCKS_PER_SEC;

    handoff_batch_free(f->batch);
    ho_buffer_release(&f->text);
    free(f);
    return seconds < SECONDS ? 0 : -1;
}

static void repeat(struct fixture *f, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        ho_buffer_text(&f->text, text);
}

static enum handoff_status add(struct fixture *f)
{
    enum handoff_status status;

    assert_int_equal(f->text.failed, HANDOFF_OK);
    f->err = (struct handoff_error)HANDOFF_ERROR_INIT;
    status =
        handoff_batch_add(f->batch, "-", ho_buffer_slice(&f->text), &f->err);
    ho_buffer_clear(&f->text);
    return status;
}

static void expect_refused(struct fixture *f, size_t index, const char *part)
{
    assert_true(index < handoff_batch_refused_count(f->batch));
    if (!strstr(handoff_batch_refused(f->batch, index)->reason, part))
        fail_msg("\"%s\" is not in: %s", part,
                 handoff_batch_refused(f->batch, index)->reason);
}

static void expect_counts(struct fixture *f, size_t leads, size_t refused)
{
    assert_int_equal(handoff_batch_count(f->batch), leads);
    assert_int_equal(handoff_batch_refused_count(f->batch), refused);
}

static void test_file(void **state)
{
    struct fixture *f = *state;
    char *bytes = calloc(1, HANDOFF_INTAKE_FILE + 1);

    assert_non_null(bytes);
    assert_int_equal(
        handoff_batch_add(
            f->batch, "big",
            (struct handoff_slice){ bytes, HANDOFF_INTAKE_FILE + 1 }, &f->err),
        HANDOFF_TOO_LARGE);
    assert_string_equal(f->err.file, "big");
    assert_non_null(strstr(f->err.message, "64 MiB"));
    free(bytes);
}

static void test_csv_record(void **state)
{
    struct fixture *f = *state;

    repeat(f, "need,notes\n\"", 1);
    repeat(f, "a\nb,", HANDOFF_INTAKE_RECORD / 4 - 1);
    repeat(f, "\",\n\"", 1); /* 1 MiB: 4 + 4 * (n - 1) less the line end */
    repeat(f, "a\nb,", HANDOFF_INTAKE_RECORD / 4);
    repeat(f, "\",\nc,d\n", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 2, 1);
    expect_refused(f, 0, "1 MiB");
    assert_int_equal(handoff_batch_lead(f->batch, 0)->bytes.len,
                     HANDOFF_INTAKE_RECORD - 1);
}

static void test_text_record(void **state)
{
    struct fixture *f = *state;

    repeat(f, "Message:", 1);
    repeat(f, "abcdefgh", HANDOFF_INTAKE_RECORD / 8 - 1);
    repeat(f, "\n---\nMessage: ", 1);
    repeat(f, "abcdefgh", HANDOFF_INTAKE_RECORD / 8);
    repeat(f, "\n---\nMessage: b", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 2, 1);
    expect_refused(f, 0, "1 MiB");
    assert_int_equal(handoff_batch_refused(f->batch, 0)->line, 3);
}

static void test_json_record(void **state)
{
    struct fixture *f = *state;

    repeat(f, "[{\"message\":\"", 1);
    repeat(f, "abcdefgh", HANDOFF_INTAKE_RECORD / 8);
    repeat(f, "\"},{\"message\":\"b\"}]", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 1);
    expect_refused(f, 0, "1 MiB");
}

static void test_leads(void **state)
{
    struct fixture *f = *state;

    repeat(f, "id,need\n", 1);
    repeat(f, "same,a\n", HANDOFF_INTAKE_LEADS);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, HANDOFF_INTAKE_LEADS, 0);
    assert_string_equal(
        handoff_batch_lead(f->batch, HANDOFF_INTAKE_LEADS - 1)->id,
        "same-20000");
    repeat(f, "Message: one more", 1);
    assert_int_equal(add(f), HANDOFF_TOO_LARGE);
    assert_non_null(strstr(f->err.message, "at most 20000 leads"));
    expect_counts(f, HANDOFF_INTAKE_LEADS, 0);
}

static void test_one_lead_too_many_refuses_the_input(void **state)
{
    struct fixture *f = *state;

    repeat(f, "id,email,need\n", 1);
    repeat(f, "same,jo@x.example,a\n", HANDOFF_INTAKE_LEADS + 1);
    assert_int_equal(add(f), HANDOFF_TOO_LARGE);
    assert_int_equal(f->err.line, HANDOFF_INTAKE_LEADS + 2);
    expect_counts(f, 0, 0);
}

static void test_refused(void **state)
{
    struct fixture *f = *state;

    repeat(f, "id,need\n", 1);
    repeat(f, "a,b,c\n", HANDOFF_INTAKE_REFUSED);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 0, HANDOFF_INTAKE_REFUSED);
    repeat(f, "{}", 1);
    assert_int_equal(add(f), HANDOFF_TOO_LARGE);
    expect_counts(f, 0, HANDOFF_INTAKE_REFUSED);
}

static void add_numbers(struct fixture *f, size_t count)
{
    repeat(f, "{\"tags\":[1", 1);
    repeat(f, ",2", count - 1);
    repeat(f, "]}\n", 1);
}

static void test_values(void **state)
{
    struct fixture *f = *state;

    add_numbers(f, HANDOFF_INTAKE_VALUES);
    add_numbers(f, HANDOFF_INTAKE_VALUES + 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 1);
    expect_refused(f, 0, "more than 200 values");
    assert_int_equal(handoff_batch_lead(f->batch, 0)->count,
                     HANDOFF_INTAKE_VALUES);
}

static void test_columns(void **state)
{
    struct fixture *f = *state;

    repeat(f, "need,notes", 1);
    repeat(f, ",", HANDOFF_INTAKE_COLUMNS - 2);
    repeat(f, "\na,b", 1);
    repeat(f, ",", HANDOFF_INTAKE_COLUMNS - 2);
    repeat(f, "c\nd,e", 1);
    repeat(f, ",", HANDOFF_INTAKE_COLUMNS);
    repeat(f, "\n", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 1); /* beyond the limit even empty cells are many */
    assert_string_equal(handoff_batch_lead(f->batch, 0)->value[2].path,
                        "column 1000");
    repeat(f, "need,notes", 1);
    repeat(f, ",", HANDOFF_INTAKE_COLUMNS - 1);
    repeat(f, "\na,b\n", 1);
    assert_int_equal(add(f), HANDOFF_BAD_INPUT);
    assert_non_null(strstr(f->err.message, "more than 1000 columns"));
}

static void test_json_label(void **state)
{
    struct fixture *f = *state;

    for (size_t extra = 0; extra < 2; extra++) {
        repeat(f, "{\"", 1);
        repeat(f, "k", HANDOFF_INTAKE_LABEL + extra);
        repeat(f, "\":1}\n", 1);
    }
    repeat(f, "{\"items\":[{\"value\":1,\"label\":\"", 1);
    repeat(f, "k", HANDOFF_INTAKE_LABEL + 1);
    repeat(f, "\"}]}", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 2);
    expect_refused(f, 0, "1024 bytes");
    expect_refused(f, 1, "1024 bytes");
}

static void test_json_path(void **state)
{
    struct fixture *f = *state;

    for (size_t extra = 0; extra < 2; extra++) {
        for (size_t level = 0; level < 8; level++) {
            repeat(f, "{\"", 1);
            repeat(f, "k", HANDOFF_INTAKE_PATH / 8 - 1);
            repeat(f, level == 0 && extra ? "k\":" : "\":", 1);
        }
        repeat(f, "1}}}}}}}}\n", 1);
    }
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 1);
    expect_refused(f, 0, "4096 bytes");
    assert_int_equal(strlen(handoff_batch_lead(f->batch, 0)->value[0].path),
                     HANDOFF_INTAKE_PATH);
}

static void test_csv_label(void **state)
{
    struct fixture *f = *state;

    repeat(f, "need,notes,\"a\n", 1); /* the first line is a header's */
    repeat(f, "k", HANDOFF_INTAKE_LABEL);
    repeat(f, "\"\n1,2,3\n", 1);
    assert_int_equal(add(f), HANDOFF_BAD_INPUT);
    assert_non_null(strstr(f->err.message, "column 3"));
}

/* Inputs that a careless reader would go over again and again. */
static void test_hostile(void **state)
{
    static const struct {
        const char *why, *head, *line;
    } row[] = {
        { "each line opens a quote", "need,notes\n", ",\"abc\n" },
        { "each line escapes one", "need,notes\n", ",\"\"\"\n" },
        { "quotes in pairs", "need,notes\n", "\"\"\n\"\n" },
        { "lines of spaces", "need,notes\n", "   \n" },
        { "line ends only", "need,notes\na,b", "\n" },
        { "separators", "Message: a\n", "---\n" },
        { "labels without value", "Message: a\n---\n", "Name:\n" },
        { "footers that are none", "Message: a\n", "-- \n" },
        { "prose with colons", "", "so it is: \n\n" },
        { "broken JSON lines", "{\"a\":1}\n", "{\"a\":1\n" },
        { "brackets never closed", "{\"a\":1}\n{\"a\":", "[" },
        { "empty items", "[{\"i\":[", "{\"label\":\"a\",\"value\":null}," },
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct fixture *f = *state;

        print_message("%s\n", row[i].why);
        repeat(f, row[i].head, 1);
        repeat(f, row[i].line, HOSTILE_BYTES / strlen(row[i].line));
        add(f); /* read or refused: it must only end */
        assert_true(handoff_batch_count(f->batch) <= HANDOFF_INTAKE_LEADS);
        handoff_batch_free(f->batch);
        f->batch = NULL;
        assert_int_equal(handoff_batch_new(&lead_fields, &f->batch, NULL),
                         HANDOFF_OK);
    }
}

/* A choice with many answers, each of them to be looked up in many options. */
static void test_many_options(void **state)
{
    struct fixture *f = *state;

    repeat(f, "{\"message\":\"a\",\"items\":[{\"label\":\"l\",\"value\":[1", 1);
    repeat(f, ",\" \"", 100000);
    repeat(f, "],\"options\":[{\"id\":0,\"text\":\" \"}", 1);
    repeat(f, ",{\"id\":2}", 50000);
    repeat(f, "]}]}", 1);
    assert_int_equal(add(f), HANDOFF_OK);
    expect_counts(f, 1, 0);
    assert_int_equal(handoff_batch_lead(f->batch, 0)->count, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_file),        TEST(test_csv_record),
        TEST(test_text_record), TEST(test_json_record),
        TEST(test_leads),       TEST(test_one_lead_too_many_refuses_the_input),
        TEST(test_refused),     TEST(test_values),
        TEST(test_columns),     TEST(test_json_label),
        TEST(test_json_path),   TEST(test_csv_label),
        TEST(test_hostile),     TEST(test_many_options),
    };

    return cmocka_run_group_tests_name("intake limits", tests, NULL, NULL);
}
