/* report.c - see <handoff/report.h> */
#include <handoff/report.h>

#include "report/data.h"
#include "report/page.h"

enum { REPORT_BYTES = 1 << 30 }; /* of a map, and of a report */

static const char *const formats[] = {
#define X(name, word) word,
    HANDOFF_FORMAT_MAP(X)
#undef X
};

int handoff_format_find(struct handoff_slice word)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (ho_slice_is(word, formats[i]))
            return (int)i;
    return -1;
}

/* What the reports walk through; a template needs no more than that. */
static enum handoff_status check_shape(enum handoff_report report,
                                       const cJSON *map,
                                       struct handoff_error *err)
{
    static const char *const lists[] = { "stage_map",    "blocked_decisions",
                                         "next_actions", "crm_updates",
                                         "risks",        "first_three",
                                         "leads" };
    const size_t count = sizeof lists / sizeof *lists;

    for (size_t i = report == HANDOFF_REPORT_EXPLAIN ? count - 1 : 0; i < count;
         i++)
        if (!cJSON_IsArray(ho_json_get(map, lists[i])))
            return ho_fail(err, HANDOFF_BAD_JSON,
                           "this is no system map: it has no list \"%s\"; "
                           "give what `handoff map --format json` writes",
                           lists[i]);
    return HANDOFF_OK;
}

static enum handoff_status read_map(enum handoff_report report,
                                    struct handoff_slice text, cJSON **map,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    if (text.len > REPORT_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the system map has %zu bytes, more than %d; split the "
                       "batch",
                       text.len, REPORT_BYTES);
    status = ho_json_parse(text, map, err);
    if (status == HANDOFF_OK && report != HANDOFF_REPORT_POLICY_TESTS)
        status = check_shape(report, *map, err);
    return status;
}

static bool is_page(enum handoff_format format)
{
    return format == HANDOFF_FORMAT_TEXT || format == HANDOFF_FORMAT_MARKDOWN ||
           format == HANDOFF_FORMAT_HTML;
}

enum handoff_status handoff_report_render(enum handoff_report report,
                                          enum handoff_format format,
                                          struct handoff_slice map, char **text,
                                          size_t *len,
                                          struct handoff_error *err)
{
    cJSON *root = NULL;
    struct ho_buffer out;
    enum handoff_status status = HANDOFF_OK;

    if (report == HANDOFF_REPORT_EXPLAIN &&
        (format == HANDOFF_FORMAT_HTML || format == HANDOFF_FORMAT_MARKDOWN))
        return ho_fail(err, HANDOFF_USAGE,
                       "an explanation is written as text, json or ndjson");
    status = read_map(report, map, &root, err);
    ho_buffer_init(&out, REPORT_BYTES);
    if (status == HANDOFF_OK && is_page(format))
        status = ho_report_page(report, format, root, &out, err);
    else if (status == HANDOFF_OK)
        ho_report_data(report, format, root, &out);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&out, "the report", text, len, err);
    ho_buffer_release(&out);
    cJSON_Delete(root);
    return status;
}
