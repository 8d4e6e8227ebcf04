/* test_intake_stream.c - tables row by row, in each encoding: a row a case.
 *
 * `lines` are a header and rows; the rows are written `times` over.  In them
 * U+E000 and U+E001 stand for a high and a low surrogate without the other
 * half, U+E002 for half a unit at the file's end.  What is no character has
 * its row refused; the others are those of the same table in UTF-8.
 */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "support/cases.h"
#include "support/lead_fields.h"

enum { TEXT_BYTES = 32 << 20, HIGH = 0xD83D, LOW = 0xDE80 };

struct seen {
    size_t leads, refused, last_refused;
    uint64_t all; /* what each lead is, in order */
};

static uint64_t mix(uint64_t all, struct handoff_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        all = (all ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    return all;
}

static enum handoff_status on_lead(void *user, const struct handoff_lead *lead,
                                   struct handoff_error *err)
{
    struct seen *seen = user;

    (void)err;
    seen->leads++;
    seen->all = mix(seen->all, lead->bytes) + lead->line;
    seen->all = mix(seen->all, lead->value[lead->count - 1].text);
    return HANDOFF_OK;
}

static enum handoff_status on_refused(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    struct seen *seen = user;

    (void)err;
    assert_true(refused->reason[0] != '\0');
    seen->refused++;
    seen->last_refused = refused->line;
    return HANDOFF_OK;
}

static enum handoff_status each(const struct ho_buffer *table,
                                struct seen *seen, struct handoff_error *err)
{
    const struct handoff_lead_sink sink = { on_lead, on_refused, seen };
    char path[] = "/tmp/handoff-test-XXXXXX";
    const int fd = mkstemp(path);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    enum handoff_status status;

    assert_non_null(out);
    assert_int_equal(table->failed, HANDOFF_OK);
    assert_int_equal(fwrite(table->ptr, 1, table->len, out), table->len);
    assert_int_equal(fclose(out), 0);
    *seen = (struct seen){ 0 };
    status = handoff_csv_each(&lead_fields, NULL, path, &sink, err);
    unlink(path);
    return status;
}

static void put_unit(struct ho_buffer *out, int32_t unit, bool big)
{
    const char high = (char)(unit >> 8), low = (char)(unit & 0xFF);

    ho_buffer_byte(out, big ? high : low);
    ho_buffer_byte(out, big ? low : high);
}

static void put_character(struct ho_buffer *out, int32_t code, bool big)
{
    if (code == 0xE002)
        ho_buffer_byte(out, 'x');
    else if (code == 0xE000 || code == 0xE001)
        put_unit(out, code == 0xE000 ? HIGH : LOW, big);
    else if (code < 0x10000)
        put_unit(out, code, big);
    else {
        put_unit(out, 0xD800 + ((code - 0x10000) >> 10), big);
        put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF), big);
    }
}

static void write_utf16(const struct ho_buffer *text, struct ho_buffer *out,
                        bool big)
{
    const struct handoff_slice s = ho_buffer_slice(text);
    size_t step;

    put_unit(out, 0xFEFF, big);
    for (size_t i = 0; i < s.len; i += step)
        put_character(out, ho_utf8_decode(s, i, &step), big);
}

static void write_rows(const cJSON *row, struct ho_buffer *text)
{
    const cJSON *const lines = cJSON_GetObjectItem(row, "lines"), *line;
    const int64_t times = row_integer(row, "times", 1);

    ho_buffer_format(text, "%s\n", cJSON_GetArrayItem(lines, 0)->valuestring);
    for (int64_t n = 0; n < times; n++)
        for (line = cJSON_GetArrayItem(lines, 1); line; line = line->next)
            ho_buffer_format(text, "%s\n", line->valuestring);
    ho_buffer_text(text, row_text(row, "end", ""));
}

static void check(const cJSON *row, const char *charset,
                  const struct ho_buffer *table, struct seen *seen)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const char *wanted = row_text(row, "error", NULL);
    const enum handoff_status status = each(table, seen, &err);

    if (wanted && (status == HANDOFF_OK || !strstr(err.message, wanted)))
        fail_msg("%s, %s: '%s'", row_text(row, "why", ""), charset,
                 err.message);
    if (!wanted && status != HANDOFF_OK)
        fail_msg("%s, %s: %s", row_text(row, "why", ""), charset, err.message);
    if ((int64_t)seen->leads != row_integer(row, "leads", 0) ||
        (int64_t)seen->refused != row_integer(row, "refused", 0) ||
        (int64_t)seen->last_refused != row_integer(row, "line", 0))
        fail_msg("%s, %s: %zu leads, %zu refused, the last in line %zu",
                 row_text(row, "why", ""), charset, seen->leads, seen->refused,
                 seen->last_refused);
}

static void run_row(const cJSON *row)
{
    struct ho_buffer text, table;
    struct seen plain, little, big;

    ho_buffer_init(&text, TEXT_BYTES);
    ho_buffer_init(&table, 2 * (size_t)TEXT_BYTES);
    write_rows(row, &text);
    write_utf16(&text, &table, false);
    check(row, "UTF-16LE", &table, &little);
    ho_buffer_clear(&table);
    write_utf16(&text, &table, true);
    check(row, "UTF-16BE", &table, &big);
    assert_true(little.all == big.all);
    if (little.refused == 0 && !row_text(row, "error", NULL)) {
        check(row, "UTF-8", &text, &plain);
        assert_true(plain.all == little.all);
    }
    ho_buffer_release(&table);
    ho_buffer_release(&text);
}

static void test_rows(void **state)
{
    (void)state;
    each_row("intake_stream.json", run_row);
}

/* Wherever a piece of the file ends, in whatever character. */
static void test_each_cut(void **state)
{
    enum { PIECE = 1 << 16 };
    struct ho_buffer text, table;
    struct seen whole;

    (void)state;
    ho_buffer_init(&text, TEXT_BYTES);
    ho_buffer_init(&table, TEXT_BYTES);
    for (size_t shift = 0; shift < 5; shift++) {
        ho_buffer_clear(&text);
        ho_buffer_clear(&table);
        ho_buffer_text(&text, "Name,Email,Message\nJo,jo@hillmarsh.example,\"");
        while (text.len < PIECE + shift)
            ho_buffer_byte(&text, 'x');
        for (size_t i = 0; i < PIECE; i++)
            ho_buffer_text(&text, "\xF0\x9F\x9A\x80");
        ho_buffer_text(&text, "\"\n");
        write_utf16(&text, &table, shift % 2 == 0);
        assert_int_equal(each(&table, &whole, NULL), HANDOFF_OK);
        assert_int_equal(whole.leads, 1);
        assert_int_equal(whole.refused, 0);
    }
    ho_buffer_release(&table);
    ho_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_each_cut),
    };

    return cmocka_run_group_tests_name("intake stream", tests, NULL, NULL);
}
