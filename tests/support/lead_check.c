/* lead_check.c - see lead_check.h */
#include "support/lead_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/schema.h>

#include "base/json.h"
#include "base/slice.h"
#include "support/cases.h"

static struct handoff_schema *schema;

int lead_schema_compile(void **state)
{
    size_t len = 0;
    char *text = case_text(FIXTURES, "../schemas/lead.schema.json", &len);

    (void)state;
    assert_int_equal(handoff_schema_compile((struct handoff_slice){ text, len },
                                            NULL, &schema, NULL),
                     HANDOFF_OK);
    free(text);
    return 0;
}

int lead_schema_free(void **state)
{
    (void)state;
    handoff_schema_free(schema);
    return 0;
}

char *lead_json_checked(const char *name, const struct handoff_batch *batch,
                        const struct handoff_fields *fields)
{
    struct handoff_slice lines, line;
    char *json = NULL;
    size_t len = 0;

    assert_int_equal(handoff_batch_json(batch, fields, &json, &len, NULL),
                     HANDOFF_OK);
    lines = (struct handoff_slice){ json, len };
    while (ho_next_line(&lines, &line)) {
        struct handoff_schema_result result = { 0 };

        assert_int_equal(handoff_schema_check(schema, line, &result, NULL),
                         HANDOFF_OK);
        if (!result.valid)
            fail_msg("%s: %s: %s", name, result.item[0].instance,
                     result.item[0].message);
        handoff_schema_result_release(&result);
    }
    return json;
}

/* --- what holds for every case ---------------------------------------------
 */

/* Each byte of the text stands where the value says, as itself or as the
 * escape that means it. */
static void check_span(const char *name, const struct handoff_lead *lead,
                       const struct handoff_value *value)
{
    for (size_t i = 0; i < value->text.len; i++) {
        size_t start, end;

        handoff_value_span(value, i, i + 1, &start, &end);
        assert_true(start <= end && end <= lead->bytes.len);
        if (lead->bytes.ptr[start] != value->text.ptr[i] &&
            !(value->map && strchr("\\&\"", lead->bytes.ptr[start])))
            fail_msg("%s: %s: byte %zu is not at %zu", name, value->path, i,
                     start);
    }
}

static bool is_told(const struct handoff_lead *lead, struct handoff_slice text)
{
    const struct handoff_origin *origin = &lead->origin;

    for (size_t i = 0; i < lead->count; i++)
        if (ho_find(lead->value[i].text, 0, text) != SIZE_MAX ||
            ho_find(ho_slice(lead->value[i].label), 0, text) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < origin->asides; i++)
        if (ho_find(origin->aside[i].text, 0, text) != SIZE_MAX)
            return true;
    return false;
}

static void check_told(const char *name, const struct handoff_lead *lead,
                       const cJSON *node)
{
    const char *text = node->valuestring;
    const cJSON *child;

    if (node->string && (strcmp(node->string, "rawRequest") == 0 ||
                         strcmp(node->string, "google_key") == 0))
        return;
    cJSON_ArrayForEach(child, node) check_told(name, lead, child);
    if (!cJSON_IsString(node) && !cJSON_IsNumber(node))
        return;
    if (strchr(text, '&')) /* escaped for HTML */
        return;
    if (ho_trim(ho_slice(text)).len > 0 &&
        !is_told(lead, ho_trim(ho_slice(text))))
        fail_msg("%s: %s is lost", name, text);
}

/* One cell of the row, without quotes. */
static struct handoff_slice next_cell(struct handoff_slice *rest,
                                      char delimiter)
{
    const bool quoted = rest->len > 0 && rest->ptr[0] == '"';
    size_t end = quoted;

    while (end < rest->len &&
           (quoted ? rest->ptr[end] != '"' || rest->ptr[end + 1] == '"'
                   : rest->ptr[end] != delimiter))
        end += quoted && rest->ptr[end] == '"' ? 2 : 1;
    const struct handoff_slice cell = ho_part(*rest, quoted, end);

    end += quoted;
    *rest = ho_part(*rest, end + (end < rest->len), rest->len);
    return cell;
}

/* Each cell is a value or beside them, perhaps without Meta's "l:"; a cell with
 * quotes inside is the business of check_span. */
static void check_cells(const char *name, const struct handoff_lead *lead,
                        char delimiter)
{
    struct handoff_slice rest = lead->bytes;

    while (rest.len > 0) {
        const struct handoff_slice cell = ho_trim(next_cell(&rest, delimiter));
        const size_t colon = ho_find(cell, 0, ho_slice(":"));

        if (cell.len == 0 || memchr(cell.ptr, '"', cell.len) ||
            is_told(lead, cell))
            continue;
        if (colon > 2 || !is_told(lead, ho_part(cell, colon + 1, cell.len)))
            fail_msg("%s: %.*s is lost", name, (int)cell.len, cell.ptr);
    }
}

void lead_nothing_lost(const char *name, const struct handoff_lead *lead)
{
    cJSON *json = NULL;

    if (strncmp(lead->kind, "csv", 3) == 0)
        check_cells(name, lead, lead->kind[3] ? lead->kind[3] : ',');
    if (lead->bytes.ptr[0] != '{')
        return;
    assert_int_equal(ho_json_parse_as_written(lead->bytes, &json, NULL),
                     HANDOFF_OK);
    check_told(name, lead, json);
    cJSON_Delete(json);
}

static void check_again(const char *name, const struct handoff_lead *lead,
                        const struct handoff_fields *fields)
{
    const struct handoff_kept_lead kept = { .kind = lead->kind,
                                            .id = lead->id,
                                            .file = lead->file,
                                            .line = lead->line,
                                            .frame = lead->frame,
                                            .bytes = lead->bytes };
    struct handoff_batch *batch = NULL;

    assert_int_equal(handoff_batch_new(fields, &batch, NULL), HANDOFF_OK);
    if (handoff_batch_restore(batch, &kept, NULL) != HANDOFF_OK ||
        strcmp(handoff_batch_lead(batch, 0)->origin.key, lead->origin.key) != 0)
        fail_msg("%s: %s is another lead when it is read alone", name,
                 lead->id);
    handoff_batch_free(batch);
}

void lead_laws(const char *name, const struct handoff_batch *batch,
               const struct handoff_fields *fields, const char *key)
{
    char *json = lead_json_checked(name, batch, fields), *words = NULL;
    size_t len = 0;

    assert_true(!key || !strstr(json, key) || strstr(json, "key_wrong"));
    assert_int_equal(handoff_batch_explain(batch, fields, &words, &len, NULL),
                     HANDOFF_OK);
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        const struct handoff_lead *lead = handoff_batch_lead(batch, i);

        assert_non_null(strstr(words, lead->origin.key));
        lead_nothing_lost(name, lead);
        check_again(name, lead, fields);
        for (size_t v = 0; v < lead->count; v++) {
            check_span(name, lead, &lead->value[v]);
            assert_non_null(strstr(words, lead->value[v].path));
        }
    }
    free(words);
    free(json);
}
