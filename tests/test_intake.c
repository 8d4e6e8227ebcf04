/* test_intake.c - every folder of fixtures/intake: one input, and the leads it
 * holds or the error it is refused with.
 *
 *     input.csv, .tsv, .txt, .json, .ndjson, .eml or .mbox
 *     expect.json    the leads, their values, the refused records
 *     error.txt      in its place: why the input as a whole is refused
 *     why.txt        what the case is there for
 *
 * Whatever a case expects, each value is read back from the lead's own bytes.
 */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/clock.h>

#include "base/sha256.h"
#include "base/utf8.h"
#include "support/cases.h"
#include "support/lead_check.h"
#include "support/lead_fields.h"

enum { DUMP_BYTES = 4 << 20, INDENT = 1 };

static const char *const kinds[] = { "csv",    "tsv", "txt", "json",
                                     "ndjson", "eml", "mbox" };

/* `""` stands for one quote. */
static size_t decode_csv(struct handoff_slice raw, char *out)
{
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++) {
        out[len++] = raw.ptr[i];
        i += raw.ptr[i] == '"' && i + 1 < raw.len && raw.ptr[i + 1] == '"';
    }
    return len;
}

/* cJSON knows nothing of our scanner's decoder. */
static size_t decode_json(struct handoff_slice raw, char *out)
{
    char *quoted = malloc(raw.len + 3);
    cJSON *parsed;
    size_t len;

    assert_non_null(quoted);
    snprintf(quoted, raw.len + 3, "\"%.*s\"", (int)raw.len, raw.ptr);
    parsed = cJSON_Parse(quoted);
    assert_non_null(parsed);
    len = strlen(parsed->valuestring);
    memcpy(out, parsed->valuestring, len);
    cJSON_Delete(parsed);
    free(quoted);
    return len;
}

/* The bytes that the value cites for text [from, to) say that text. */
static void check_span(const char *kind, const struct handoff_lead *lead,
                       const struct handoff_value *value, size_t from,
                       size_t to)
{
    char *out = malloc(lead->bytes.len + 1);
    struct handoff_slice raw;
    size_t start, end, len;

    assert_non_null(out);
    handoff_value_span(value, from, to, &start, &end);
    assert_true(start < end && end <= lead->bytes.len);
    raw = ho_part(lead->bytes, start, end);
    if (!value->map) {
        len = raw.len;
        memcpy(out, raw.ptr, len);
    } else {
        len = strstr(kind, "sv") ? decode_csv(raw, out) : decode_json(raw, out);
    }
    assert_int_equal(len, to - from);
    assert_memory_equal(out, value->text.ptr + from, len);
    free(out);
}

static void check_value(const char *kind, const struct handoff_lead *lead,
                        const struct handoff_value *value)
{
    const struct handoff_slice text = value->text;
    size_t len;

    assert_true(text.len > 0);
    assert_int_equal(ho_utf8_check(text, NULL), HANDOFF_OK);
    if (value->map)
        assert_int_equal(value->map[0], value->start);
    check_span(kind, lead, value, 0, text.len);
    for (size_t at = 0; at < text.len; at += len) {
        ho_utf8_decode(text, at, &len);
        check_span(kind, lead, value, at, at + len);
    }
}

static void write_value(struct ho_writer *w, const struct handoff_lead *lead,
                        const struct handoff_value *value)
{
    static const char *const source[] = { "field", "message", "crm", "batch" };
    size_t start, end;

    handoff_value_span(value, 0, value->text.len, &start, &end);
    ho_write_object(w, NULL);
    ho_write_text(w, "label", value->label);
    ho_write_text(w, "path", value->path);
    ho_write_text(w, "cite", value->cite);
    ho_write_slice(w, "text", value->text);
    ho_write_text(w, "source", source[value->source]);
    if (value->settles != HANDOFF_NO_FIELD)
        ho_write_text(w, "settles", lead_field[value->settles].name);
    for (size_t i = 0; i < HANDOFF_CRM_COUNT; i++)
        if (lead->crm[i] >= 0 && &lead->value[lead->crm[i]] == value)
            ho_write_integer(w, "crm", (int64_t)i);
    ho_write_integer(w, "start", (int64_t)start);
    ho_write_integer(w, "end", (int64_t)end);
    ho_write_end_object(w);
}

static void write_warnings(struct ho_writer *w, const struct handoff_lead *lead)
{
    static const char *const word[] = {
#define X(name, word, text) word,
        HANDOFF_WARNING_MAP(X)
#undef X
    };

    if (lead->origin.warnings == 0)
        return;
    ho_write_array(w, "warnings");
    for (size_t i = 0; i < lead->origin.warnings; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "code", word[lead->origin.warning[i].code]);
        ho_write_text(w, "path", lead->origin.warning[i].path);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_asides(struct ho_writer *w, const struct handoff_lead *lead)
{
    static const char *const word[] = {
#define X(name, word) word,
        HANDOFF_ASIDE_MAP(X)
#undef X
    };

    if (lead->origin.asides == 0)
        return;
    ho_write_array(w, "asides");
    for (size_t i = 0; i < lead->origin.asides; i++) {
        const struct handoff_aside *aside = &lead->origin.aside[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "kind", word[aside->kind]);
        ho_write_text(w, "label", aside->label);
        ho_write_text(w, "path", aside->path);
        ho_write_slice(w, "text", aside->text);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_lead(struct ho_writer *w, const struct handoff_lead *lead)
{
    char time[HANDOFF_TIME_TEXT];

    ho_write_object(w, NULL);
    ho_write_text(w, "id", lead->id);
    ho_write_integer(w, "line", (int64_t)lead->line);
    ho_write_slice(w, "bytes", lead->bytes);
    if (lead->received != 0) {
        handoff_time_text(lead->received, time);
        ho_write_text(w, "received", time);
    }
    if (lead->duplicate_of)
        ho_write_text(w, "duplicate_of", lead->duplicate_of);
    if (lead->missing > 0)
        ho_write_integer(w, "missing", (int64_t)lead->missing);
    write_warnings(w, lead);
    write_asides(w, lead);
    ho_write_array(w, "values");
    for (size_t i = 0; i < lead->count; i++)
        write_value(w, lead, &lead->value[i]);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static char *dump(const struct handoff_batch *batch)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *text = NULL;

    ho_buffer_init(&b, DUMP_BYTES);
    ho_writer_init(&w, &b, INDENT);
    ho_write_object(&w, NULL);
    ho_write_array(&w, "leads");
    for (size_t i = 0; i < handoff_batch_count(batch); i++)
        write_lead(&w, handoff_batch_lead(batch, i));
    ho_write_end_array(&w);
    ho_write_array(&w, "refused");
    for (size_t i = 0; i < handoff_batch_refused_count(batch); i++) {
        const struct handoff_refused *refused = handoff_batch_refused(batch, i);

        ho_write_object(&w, NULL);
        ho_write_integer(&w, "line", (int64_t)refused->line);
        ho_write_text(&w, "reason", refused->reason);
        ho_write_end_object(&w);
    }
    ho_write_end_array(&w);
    ho_write_end_object(&w);
    assert_int_equal(ho_buffer_take(&b, "dump", &text, NULL, NULL), HANDOFF_OK);
    return text;
}

/* What holds for every lead of every input. */
static void check_leads(const char *kind, const struct handoff_batch *batch,
                        const char *file)
{
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        const struct handoff_lead *lead = handoff_batch_lead(batch, i);
        char sha256[HO_SHA256_HEX];

        assert_string_equal(lead->file, file);
        assert_int_equal(ho_sha256_hex(lead->bytes, sha256, NULL), HANDOFF_OK);
        assert_string_equal(lead->sha256, sha256);
        for (size_t v = 0; v < lead->count; v++)
            check_value(kind, lead, &lead->value[v]);
    }
}

static char *read_input(const char *directory, const char **kind, char *file,
                        size_t size, size_t *len)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *text;

        *kind = kinds[i];
        snprintf(file, size, "input.%s", kinds[i]);
        text = case_file(directory, file, len);
        if (text)
            return text;
    }
    fail_msg("%s holds no input", directory);
    return NULL;
}

static void expect_error(const char *name, enum handoff_status status,
                         const struct handoff_error *err, const char *expected)
{
    char text[HANDOFF_ERROR_MESSAGE + 64];

    assert_int_not_equal(status, HANDOFF_OK);
    snprintf(text, sizeof text, "%s\n%zu: %s", handoff_status_text(status),
             err->line, err->message);
    assert_same_text(name, text, expected);
}

static void run_case(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_batch *batch = NULL;
    char file[64], *input, *got, *expected, *error;
    const char *kind;
    enum handoff_status status;
    size_t len = 0;

    free(case_text(directory, "why.txt", NULL));
    input = read_input(directory, &kind, file, sizeof file, &len);
    error = case_file(directory, "error.txt", NULL);
    assert_int_equal(handoff_batch_new(&lead_fields, &batch, &err), HANDOFF_OK);
    status = handoff_batch_add(batch, file,
                               (struct handoff_slice){ input, len }, &err);
    free(input); /* the batch has its own copy */
    if (error) {
        expect_error(name, status, &err, error);
        assert_int_equal(handoff_batch_count(batch), 0);
        assert_int_equal(handoff_batch_refused_count(batch), 0);
    } else {
        if (status != HANDOFF_OK)
            fail_msg("%s: %zu: %s", name, err.line, err.message);
        check_leads(kind, batch, file);
        free(lead_json_checked(name, batch, &lead_fields));
        got = dump(batch);
        expected = case_text(directory, "expect.json", NULL);
        assert_same_text(name, got, expected);
        free(got);
        free(expected);
    }
    free(error);
    handoff_batch_free(batch);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("intake", run_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, lead_schema_compile, lead_schema_free);
}
