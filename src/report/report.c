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

enum { LISTS = 7 };

/* What a report is of, and the lists that it walks through; a template needs
 * no more than that. */
struct document {
    const char *what, *made_by;
    const char *list[LISTS + 1];
};

static const struct document *document_of(enum handoff_report report)
{
    static const struct document map = { "system map",
                                         "handoff map",
                                         { "stage_map", "blocked_decisions",
                                           "next_actions", "crm_updates",
                                           "risks", "first_three", "leads" } };
    static const struct document tests = { "list of tested cases",
                                           "handoff policy test",
                                           { "cases", "properties" } };
    static const struct document lint = { "list of findings",
                                          "handoff policy lint",
                                          { "findings", "allowed" } };
    static const struct document diff = { "comparison of policies",
                                          "handoff policy diff",
                                          { "regions", "notes", "renamed" } };
    static const struct document explain = { "list of explanations",
                                             "handoff policy explain",
                                             { "leads" } };
    static const struct document drafts = { "list of drafts",
                                            "handoff draft",
                                            { "leads" } };
    static const struct document replies = { "list of replies",
                                             "handoff reply",
                                             { "leads" } };
    static const struct document policy = { "table of rules",
                                            "handoff policy show",
                                            { "columns", "rules" } };

    static const struct document glance = { "status",
                                            "handoff status",
                                            { "by_stage", "runs", "trail" } };

    switch (report) {
    case HANDOFF_REPORT_STATUS:
        return &glance;
    case HANDOFF_REPORT_EXPLAIN:
        return &explain;
    case HANDOFF_REPORT_POLICY_TESTS:
        return &tests;
    case HANDOFF_REPORT_LINT:
        return &lint;
    case HANDOFF_REPORT_DIFF:
        return &diff;
    case HANDOFF_REPORT_DRAFTS:
        return &drafts;
    case HANDOFF_REPORT_REPLIES:
        return &replies;
    case HANDOFF_REPORT_POLICY:
        return &policy;
    default:
        return &map;
    }
}

static enum handoff_status check_shape(const struct document *document,
                                       const cJSON *root,
                                       struct handoff_error *err)
{
    for (const char *const *list = document->list; *list; list++)
        if (!cJSON_IsArray(ho_json_get(root, *list)))
            return ho_fail(err, HANDOFF_BAD_JSON,
                           "this is no %s: it has no list \"%s\"; give what "
                           "`%s --format json` writes",
                           document->what, *list, document->made_by);
    return HANDOFF_OK;
}

static enum handoff_status read_document(enum handoff_report report,
                                         struct handoff_slice text,
                                         cJSON **root,
                                         struct handoff_error *err)
{
    const struct document *document = document_of(report);
    enum handoff_status status;

    if (text.len > REPORT_BYTES)
        return ho_fail(
            err, HANDOFF_TOO_LARGE,
            "the %s has %zu bytes, more than %d; split the batch, or "
            "the policy",
            document->what, text.len, REPORT_BYTES);
    status = ho_json_parse(text, root, err);
    return status == HANDOFF_OK ? check_shape(document, *root, err) : status;
}

static bool is_page(enum handoff_format format)
{
    return format == HANDOFF_FORMAT_TEXT || format == HANDOFF_FORMAT_MARKDOWN ||
           format == HANDOFF_FORMAT_HTML || format == HANDOFF_FORMAT_CSV;
}

enum handoff_status handoff_report_render(enum handoff_report report,
                                          enum handoff_format format,
                                          struct handoff_slice document,
                                          char **text, size_t *len,
                                          struct handoff_error *err)
{
    cJSON *root = NULL;
    struct ho_buffer out;
    enum handoff_status status = read_document(report, document, &root, err);

    ho_buffer_init(&out, REPORT_BYTES);
    if (status == HANDOFF_OK && is_page(format))
        status = ho_report_page(report, format, root, &out, err);
    else if (status == HANDOFF_OK)
        status = ho_report_data(report, format, root, &out, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&out, "the report", text, len, err);
    ho_buffer_release(&out);
    cJSON_Delete(root);
    return status;
}
