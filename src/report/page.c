/* page.c - see report/page.h
 *
 * Leads are rendered one at a time: the template engine's ceiling of steps
 * then bounds each of them, and not the size of the batch.
 */
#include "report/page.h"

#include <stdio.h>

#include "base/builtin.h"
#include "prompt/template.h"
#include "report/clean.h"
#include "report/layout.h"
#include "report/view.h"

enum { NAME_BYTES = 64 };

/* Names of templates; NULL where a page has no such part. */
struct parts {
    const char *start, *lead, *end;
};

static const struct parts *parts_of(enum handoff_report report,
                                    enum handoff_format format)
{
    static const struct parts text[] = {
        [HANDOFF_REPORT_MAP] = { "map.text", NULL, NULL },
        [HANDOFF_REPORT_BRIEFS] = { "briefs.text", "lead.text", NULL },
        [HANDOFF_REPORT_EXPLAIN] = { NULL, "explain.text", NULL },
        [HANDOFF_REPORT_POLICY_TESTS] = { "policy-tests.text", NULL, NULL },
        [HANDOFF_REPORT_LINT] = { "lint.text", NULL, NULL },
        [HANDOFF_REPORT_DIFF] = { "diff.text", NULL, NULL },
        [HANDOFF_REPORT_POLICY] = { "policy.text", NULL, NULL },
        [HANDOFF_REPORT_DRAFTS] = { NULL, "draft.text", NULL },
        [HANDOFF_REPORT_REPLIES] = { NULL, "reply.text", NULL },
        [HANDOFF_REPORT_ANSWER] = { "answer.text", NULL, NULL },
        [HANDOFF_REPORT_STATUS] = { NULL, NULL, NULL }
    };
    static const struct parts markdown[] = {
        [HANDOFF_REPORT_MAP] = { "map.markdown", NULL, NULL },
        [HANDOFF_REPORT_BRIEFS] = { "briefs.markdown", "lead.markdown", NULL },
        [HANDOFF_REPORT_POLICY] = { NULL, NULL, NULL },
        [HANDOFF_REPORT_STATUS] = { NULL, NULL, NULL }
    };
    static const struct parts html[] = {
        [HANDOFF_REPORT_MAP] = { "map.html", "lead.html", "end.html" },
        [HANDOFF_REPORT_BRIEFS] = { "briefs.html", "brief.html", "end.html" },
        [HANDOFF_REPORT_POLICY] = { "policy.html", NULL, NULL },
        [HANDOFF_REPORT_STATUS] = { "status.html", NULL, NULL }
    };
    static const struct parts csv[] = {
        [HANDOFF_REPORT_POLICY] = { "policy.csv", NULL, NULL },
        [HANDOFF_REPORT_STATUS] = { NULL, NULL, NULL }
    };

    if (format == HANDOFF_FORMAT_HTML)
        return &html[report];
    if (format == HANDOFF_FORMAT_CSV)
        return &csv[report];
    return format == HANDOFF_FORMAT_MARKDOWN ? &markdown[report]
                                             : &text[report];
}

static struct handoff_slice find_template(void *user, struct handoff_slice name)
{
    char path[NAME_BYTES];
    const int len =
        snprintf(path, sizeof path, "templates/%.*s.mustache",
                 (int)(name.len < NAME_BYTES ? name.len : 0), name.ptr);

    (void)user;
    if (len < 0 || len >= NAME_BYTES)
        return (struct handoff_slice){ NULL, 0 };
    return ho_builtin_text(path);
}

static enum handoff_status parse(const char *name, struct ho_template **out,
                                 struct handoff_error *err)
{
    const struct handoff_slice text = find_template(NULL, ho_slice(name));

    if (!text.ptr)
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "this build has no template \"%s\"; list it in "
                       "CMakeLists.txt",
                       name);
    return ho_template_parse(name, text, out, err);
}

struct page {
    enum handoff_format format;
    const struct parts *parts;
    cJSON *map;
    struct ho_buffer *out;
};

static enum handoff_status render(const struct page *page,
                                  const struct ho_template *t,
                                  const cJSON *data, struct handoff_error *err)
{
    const struct handoff_partials partials = { find_template, NULL };
    const struct handoff_template_options options = {
        .escape = page->format == HANDOFF_FORMAT_HTML ? HANDOFF_ESCAPE_HTML
                                                      : HANDOFF_ESCAPE_NONE
    };

    return ho_template_render(t, data, &options, &partials, page->out, err);
}

static enum handoff_status render_part(const struct page *page,
                                       const char *name,
                                       struct handoff_error *err)
{
    struct ho_template *t = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (name)
        status = parse(name, &t, err);
    if (t)
        status = render(page, t, page->map, err);
    ho_template_free(t);
    return status;
}

static enum handoff_status render_leads(const struct page *page,
                                        struct handoff_error *err)
{
    const cJSON *leads = ho_json_get(page->map, "leads"), *lead;
    struct ho_template *t = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (page->parts->lead)
        status = parse(page->parts->lead, &t, err);
    for (lead = t ? leads->child : NULL; lead && status == HANDOFF_OK;
         lead = lead->next)
        status = render(page, t, lead, err);
    ho_template_free(t);
    return status;
}

static enum handoff_status join(cJSON *map, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_rows rows;
    struct ho_row row;
    size_t number = 0;

    ho_rows_init(&rows, map);
    while (status == HANDOFF_OK && ho_rows_next(&rows, &row))
        status = ho_view_join(&row, ++number, err);
    return status;
}

/* Cleaned between the words and the joins: a joined row stands in two places
 * and must not be escaped twice. */
static enum handoff_status prepare(const struct page *page,
                                   struct handoff_error *err)
{
    static const enum ho_target targets[] = {
        [HANDOFF_FORMAT_TEXT] = HO_TARGET_TEXT,
        [HANDOFF_FORMAT_MARKDOWN] = HO_TARGET_MARKDOWN,
        [HANDOFF_FORMAT_HTML] = HO_TARGET_HTML,
        [HANDOFF_FORMAT_CSV] = HO_TARGET_CSV
    };
    enum handoff_status status;

    if (!page->parts->lead) /* most of the document, and nobody reads it */
        cJSON_DeleteItemFromObjectCaseSensitive(page->map, "leads");
    status = ho_view_words(page->map, err);
    if (status == HANDOFF_OK)
        status = ho_clean_tree(page->map, targets[page->format], err);
    return status == HANDOFF_OK && page->parts->start ? join(page->map, err)
                                                      : status;
}

static enum handoff_status render_all(const struct page *page,
                                      struct handoff_error *err)
{
    enum handoff_status status = prepare(page, err);

    if (status == HANDOFF_OK)
        status = render_part(page, page->parts->start, err);
    if (status == HANDOFF_OK)
        status = render_leads(page, err);
    return status == HANDOFF_OK ? render_part(page, page->parts->end, err)
                                : status;
}

enum handoff_status ho_report_page(enum handoff_report report,
                                   enum handoff_format format, cJSON *map,
                                   struct ho_buffer *out,
                                   struct handoff_error *err)
{
    struct page page = { format, parts_of(report, format), map, out };
    struct ho_buffer raw;
    enum handoff_status status;

    if (!page.parts->start && !page.parts->lead)
        return ho_fail(err, HANDOFF_USAGE,
                       "this report has no such format; text and json are "
                       "always there");
    if (format != HANDOFF_FORMAT_TEXT)
        return render_all(&page, err);
    ho_buffer_init(&raw, out->limit);
    page.out = &raw;
    status = render_all(&page, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&raw, "the report", err);
    if (status == HANDOFF_OK)
        ho_layout(ho_buffer_slice(&raw), HO_LAYOUT_COLUMNS, out);
    ho_buffer_release(&raw);
    return status;
}
