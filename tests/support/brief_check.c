/* brief_check.c - see support/brief_check.h */
#include "support/brief_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/cases.h"

enum { DUMP_BYTES = 1 << 20 };

static const char *field_name(const struct handoff_brief *brief, int field)
{
    return field == HANDOFF_NO_FIELD ? "" : brief->fields->item[field].name;
}

/* --- what holds for every brief --------------------------------------- */

static size_t times_listed(const cJSON *brief, const char *field)
{
    static const char *const lists[] = { "explicit", "inferred", "unknown" };
    const cJSON *item;
    size_t times = 0;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        cJSON_ArrayForEach(item, ho_json_get(brief, lists[i]))
        {
            times += strcmp(ho_json_text(item, "field"), field) == 0;
        }
    }
    return times;
}

void brief_check_lists(const char *name, const struct handoff_brief *brief)
{
    char *json = NULL;
    cJSON *root = NULL;

    assert_int_equal(handoff_brief_json(brief, &json, NULL), HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    for (size_t i = 0; i < brief->fields->count; i++) {
        const char *field = field_name(brief, (int)i);
        const struct handoff_claim *claim = &brief->claim[i];
        const bool gap = claim->class == HANDOFF_UNKNOWN &&
                         strcmp(claim->reason, "not_mentioned") == 0;
        const bool left_out = gap && brief->fields->item[i].when_stated;

        assert_int_equal(claim->field, i);
        if (times_listed(root, field) != !left_out)
            fail_msg("%s: %s stands in %zu lists", name, field,
                     times_listed(root, field));
    }
    cJSON_Delete(root);
    free(json);
}

static const struct handoff_value *cited(const struct handoff_brief *brief,
                                         const struct handoff_evidence *e)
{
    const struct handoff_lead *lead = brief->lead;

    for (size_t i = 0; i < lead->count; i++) {
        const struct handoff_value *v = &lead->value[i];
        size_t start, end;

        handoff_value_span(v, 0, v->text.len, &start, &end);
        if (strcmp(v->cite, e->cite) == 0 && start <= e->start && e->end <= end)
            return v;
    }
    return NULL;
}

/* `""` of a CSV cell, or the escapes of a JSON string, undone. */
static char *decode(const struct handoff_lead *lead, size_t start, size_t end)
{
    const struct handoff_slice raw = ho_part(lead->bytes, start, end);
    char *out = malloc(raw.len + 1);
    size_t len = 0;

    assert_non_null(out);
    if (lead->bytes.ptr[0] == '{') {
        len = ho_json_unescape(raw, out);
    } else {
        for (size_t i = 0; i < raw.len; i++) {
            out[len++] = raw.ptr[i];
            i += raw.ptr[i] == '"' && i + 1 < raw.len && raw.ptr[i + 1] == '"';
        }
    }
    out[len] = '\0';
    return out;
}

/* What is none of the lead's words. */
static bool is_no_source(const char *cite)
{
    return strncmp(cite, "batch", 5) == 0 || strncmp(cite, "origin:", 7) == 0 ||
           strcmp(cite, "screen") == 0 || strcmp(cite, "suppression") == 0;
}

static void check_quote(const char *name, const struct handoff_brief *brief,
                        const struct handoff_evidence *e)
{
    const struct handoff_value *value;
    char *said;

    if (is_no_source(e->cite)) {
        assert_string_equal(e->quote, "");
        assert_int_equal(e->start, 0);
        assert_int_equal(e->end, 0);
        return;
    }
    assert_true(e->start < e->end && e->end <= brief->lead->bytes.len);
    value = cited(brief, e);
    if (!value)
        fail_msg("%s: nothing of the lead is called %s", name, e->cite);
    else if (value->map) {
        said = decode(brief->lead, e->start, e->end);
        assert_same_text(name, said, e->quote);
        free(said);
    } else if (strlen(e->quote) != e->end - e->start ||
               memcmp(brief->lead->bytes.ptr + e->start, e->quote,
                      e->end - e->start) != 0)
        fail_msg("%s: the bytes of \"%s\" say something else", name, e->quote);
}

void brief_check_quotes(const char *name, const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->fields->count; i++) {
        const struct handoff_claim *c = &brief->claim[i];

        if (c->class != HANDOFF_UNKNOWN)
            assert_true(c->evidence_count > 0);
        for (size_t k = 0; k < c->evidence_count; k++)
            check_quote(name, brief, &c->evidence[k]);
    }
}

/* --- what a case expects ----------------------------------------------- */

/* Quotes that nothing else shows: a second one, or both of a contradiction. */
static void write_more(struct ho_writer *w, const struct handoff_claim *c)
{
    const bool both =
        c->class == HANDOFF_UNKNOWN && strcmp(c->reason, "contradicted") == 0;

    for (size_t i = both ? 0 : 1; i < c->evidence_count; i++)
        ho_write_text(w, NULL, c->evidence[i].quote);
}

static void write_claim(struct ho_writer *w, const struct handoff_brief *brief,
                        const struct handoff_claim *c)
{
    const struct handoff_evidence *e = c->evidence;

    ho_write_array(w, field_name(brief, c->field));
    if (c->class != HANDOFF_UNKNOWN)
        ho_write_text(w, NULL, c->value);
    if (c->class == HANDOFF_EXPLICIT)
        ho_write_text(w, NULL, e->cite);
    if (c->class != HANDOFF_EXPLICIT)
        ho_write_text(w, NULL, c->reason);
    if (c->class == HANDOFF_INFERRED)
        ho_write_text(w, NULL, c->confidence);
    if (c->class != HANDOFF_UNKNOWN)
        ho_write_text(w, NULL, e->quote);
    if (c->class == HANDOFF_EXPLICIT)
        ho_write_text(w, NULL,
                      e->match == HANDOFF_MATCH_EXACT ? "exact" : "folded");
    if (c->class != HANDOFF_EXPLICIT)
        ho_write_text(w, NULL, c->question);
    write_more(w, c);
    ho_write_end_array(w);
}

/* Silence is no claim, and that the lead is no duplicate goes without saying.
 */
static bool is_worth_telling(const struct handoff_brief *brief,
                             const struct handoff_claim *c)
{
    if (c->class == HANDOFF_UNKNOWN)
        return strcmp(c->reason, "not_mentioned") != 0;
    return strcmp(field_name(brief, c->field), "duplicate") != 0 ||
           strcmp(c->value, "no") != 0;
}

static void write_class(struct ho_writer *w, const struct handoff_brief *brief,
                        enum handoff_class class)
{
    ho_write_object(w, handoff_class_name(class));
    for (size_t i = 0; i < brief->fields->count; i++)
        if (brief->claim[i].class == class &&
            is_worth_telling(brief, &brief->claim[i]))
            write_claim(w, brief, &brief->claim[i]);
    ho_write_end_object(w);
}

static void write_findings(struct ho_writer *w,
                           const struct handoff_brief *brief)
{
    ho_write_array(w, "findings");
    for (size_t i = 0; i < brief->finding_count; i++) {
        const struct handoff_finding *f = &brief->finding[i];

        assert_true(*f->detail);
        ho_write_array(w, NULL);
        ho_write_text(w, NULL, handoff_finding_name(f->code));
        ho_write_text(w, NULL, field_name(brief, f->field));
        ho_write_text(w, NULL, f->was);
        ho_write_text(w, NULL, f->now);
        ho_write_text(w, NULL, f->quote);
        if (f->asked_again)
            ho_write_text(w, NULL, "again");
        ho_write_end_array(w);
    }
    ho_write_end_array(w);
}

static char *dump(const struct handoff_brief *brief)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *text = NULL;

    ho_buffer_init(&b, DUMP_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    write_class(&w, brief, HANDOFF_EXPLICIT);
    write_class(&w, brief, HANDOFF_INFERRED);
    write_class(&w, brief, HANDOFF_UNKNOWN);
    write_findings(&w, brief);
    ho_write_text(&w, "lane", brief->lane);
    ho_write_text(&w, "action", brief->action);
    ho_write_bool(&w, "degraded", brief->degraded);
    ho_write_end_object(&w);
    assert_int_equal(ho_buffer_take(&b, "dump", &text, NULL, NULL), HANDOFF_OK);
    return text;
}

/* The same JSON in the layout of the dump. */
static char *tidy(const char *name, const char *json)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_buffer b;
    struct ho_writer w;
    cJSON *root = NULL;
    char *text = NULL;

    if (ho_json_parse(ho_slice(json), &root, &err) != HANDOFF_OK)
        fail_msg("%s: expect.json:%zu: %s", name, err.line, err.message);
    ho_buffer_init(&b, DUMP_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, root);
    assert_int_equal(ho_buffer_take(&b, "tidy", &text, NULL, NULL), HANDOFF_OK);
    cJSON_Delete(root);
    return text;
}

void brief_check_expected(const char *name, const struct handoff_brief *brief,
                          const char *expect)
{
    char *got = dump(brief), *wanted = tidy(name, expect);

    assert_same_text(name, got, wanted);
    free(wanted);
    free(got);
}

/* --- reading back ------------------------------------------------------ */

static void check_same_typed(const char *name, const char *field,
                             const struct handoff_claim *a,
                             const struct handoff_claim *b)
{
    if (a->typed.read != b->typed.read ||
        a->typed.has_number != b->typed.has_number ||
        a->typed.low != b->typed.low || a->typed.high != b->typed.high)
        fail_msg("%s: %s, \"%s\", does not read back as the same value", name,
                 field, a->value ? a->value : "");
}

/* What is skimmed is what is read, as far as it goes. */
static void check_skimmed(const char *name, const struct handoff_brief *brief,
                          const char *json)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_brief *again = NULL;

    if (handoff_brief_skim(brief->fields, ho_slice(json), &again, &err) !=
        HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    for (size_t i = 0; i < brief->fields->count; i++) {
        const struct handoff_claim *a = &brief->claim[i];
        const struct handoff_claim *b = &again->claim[i];

        assert_int_equal(b->class, a->class);
        assert_same_text(name, b->question, a->question);
        if (a->class == HANDOFF_UNKNOWN)
            continue;
        assert_same_text(name, b->value, a->value);
        check_same_typed(name, field_name(brief, (int)i), a, b);
    }
    handoff_brief_free(again);
}

void brief_check_read_back(const char *name, const struct handoff_brief *brief)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_brief *again = NULL;
    char *json = NULL, *twice = NULL;

    assert_int_equal(handoff_brief_json(brief, &json, NULL), HANDOFF_OK);
    if (handoff_brief_read(brief->fields, ho_slice(json), &again, &err) !=
        HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    assert_int_equal(handoff_brief_json(again, &twice, NULL), HANDOFF_OK);
    assert_same_text(name, twice, json);
    assert_same_text(name, again->lead->id, brief->lead->id);
    for (size_t i = 0; i < brief->fields->count; i++)
        if (brief->claim[i].class != HANDOFF_UNKNOWN)
            check_same_typed(name, field_name(brief, (int)i), &brief->claim[i],
                             &again->claim[i]);
    handoff_brief_free(again);
    check_skimmed(name, brief, json);
    free(twice);
    free(json);
}

/* --- rows -------------------------------------------------------------- */

static void check_row_class(const cJSON *row, const struct handoff_brief *brief,
                            enum handoff_class class)
{
    const char *why = row_text(row, "why", "");
    const cJSON *wanted = ho_json_get(row, handoff_class_name(class));
    int told = 0;

    for (size_t i = 0; i < brief->fields->count; i++) {
        const struct handoff_claim *c = &brief->claim[i];
        const char *field = field_name(brief, (int)i);
        const char *value = ho_json_text(wanted, field);

        if (c->class != class || !is_worth_telling(brief, c))
            continue;
        if (!value)
            fail_msg("%s: %s is %s, which nobody expects", why, field,
                     handoff_class_name(class));
        assert_same_text(why, class == HANDOFF_UNKNOWN ? c->reason : c->value,
                         value);
        told++;
    }
    if (told != cJSON_GetArraySize(wanted))
        fail_msg("%s: %d fields are %s, %d are expected", why, told,
                 handoff_class_name(class), cJSON_GetArraySize(wanted));
}

void brief_check_row(const cJSON *row, const struct handoff_brief *brief)
{
    const char *why = row_text(row, "why", "");
    const cJSON *codes = ho_json_get(row, "findings"), *code;
    size_t i = 0;

    check_row_class(row, brief, HANDOFF_EXPLICIT);
    check_row_class(row, brief, HANDOFF_INFERRED);
    check_row_class(row, brief, HANDOFF_UNKNOWN);
    if (brief->finding_count != (size_t)cJSON_GetArraySize(codes))
        fail_msg("%s: %zu findings", why, brief->finding_count);
    cJSON_ArrayForEach(code, codes)
    {
        assert_same_text(why, handoff_finding_name(brief->finding[i++].code),
                         code->valuestring);
    }
}
