/* test_report_hostile.c - what a lead writes is text, whatever it says.
 *
 * Every string of a map is replaced, once by "x" and once by a payload that
 * speaks HTML, Markdown, Mustache and terminal.  Both reports must have the
 * same skeleton: nothing of the payload means anything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "report/layout.h"
#include "report/rows.h"
#include "report/width.h"
#include "support/report_render.h"

static const char payload[] =
    "<script>alert(1)</script>\" onmouseover=\"x' </style></title><!-- --> "
    "![a](javascript:alert(1)) <https://evil.example> | `rm -rf` \n"
    "## stage map\n---\n===\n| a | b |\n|---|---|\n\ta\tb\r\n"
    "\x1b[2J\x07 \xC2\x9B"
    "31m \xE2\x80\xAE \xE2\x81\xA6 \xE2\x80\x8B \x7F & &lt; &#x3c; "
    "{{health}} {{{health}}} {{> map.text}} {{=<% %>=}} "
    "https://evil.example www.evil.example *b* __i__ ~~s~~ $x$ \\ \\| \\` "
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE6\xBC\xA2\xE5\xAD\x97 # 1. - +";

static void set_strings(cJSON *item, const char *text)
{
    for (; item; item = item->next) {
        if (cJSON_IsString(item) && item->valuestring[0])
            assert_non_null(cJSON_SetValuestring(item, text));
        set_strings(item->child, text);
    }
}

static char *render_with(enum handoff_report report, enum handoff_format format,
                         const char *text)
{
    cJSON *map = report_map("sample");
    char *out;

    set_strings(map->child, text);
    out = report_of_tree(report, format, map);
    cJSON_Delete(map);
    return out;
}

/* --- skeletons -------------------------------------------------------- */

/* The tags with their attributes, without the attributes' values. */
static void html_skeleton(const char *text, struct ho_buffer *out)
{
    bool tag = false, quoted = false;

    for (const char *c = text; *c; c++) {
        if (!tag && *c == '<')
            tag = true;
        if (tag && *c == '"')
            quoted = !quoted;
        if (tag && !(quoted && *c != '"'))
            ho_buffer_byte(out, *c);
        if (tag && !quoted && *c == '>')
            tag = false;
    }
    assert_false(tag);
}

/* What has a meaning to Markdown: line ends, headings, and special characters
 * that no backslash stands before. */
static void markdown_skeleton(const char *text, struct ho_buffer *out)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\\') {
            assert_true(c[1] != '\0' && c[1] != '\n');
            c++;
        } else if (strchr("|*[]<>`_~$\n", *c)) {
            ho_buffer_byte(out, *c);
        } else if (*c == '#' && c > text && c[-1] == '\n') {
            ho_buffer_byte(out, '#');
        } else if (*c == '&') {
            assert_true(strncmp(c, "&lt;", 4) == 0 ||
                        strncmp(c, "&gt;", 4) == 0 ||
                        strncmp(c, "&amp;", 5) == 0);
        }
    }
}

static void check_skeleton(enum handoff_report report,
                           enum handoff_format format,
                           void (*skeleton)(const char *, struct ho_buffer *))
{
    char *benign = render_with(report, format, "x");
    char *hostile = render_with(report, format, payload);
    struct ho_buffer expected, got;

    ho_buffer_init(&expected, SIZE_MAX);
    ho_buffer_init(&got, SIZE_MAX);
    skeleton(benign, &expected);
    skeleton(hostile, &got);
    assert_true(expected.len > 500);
    assert_string_equal(got.ptr, expected.ptr);
    ho_buffer_release(&got);
    ho_buffer_release(&expected);
    free(hostile);
    free(benign);
}

static void html_keeps_its_tags(void **state)
{
    (void)state;
    check_skeleton(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_HTML, html_skeleton);
    check_skeleton(HANDOFF_REPORT_BRIEFS, HANDOFF_FORMAT_HTML, html_skeleton);
}

static void markdown_keeps_its_marks(void **state)
{
    (void)state;
    check_skeleton(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_MARKDOWN,
                   markdown_skeleton);
    check_skeleton(HANDOFF_REPORT_BRIEFS, HANDOFF_FORMAT_MARKDOWN,
                   markdown_skeleton);
}

/* --- characters ------------------------------------------------------- */

static bool is_unsafe(int32_t code)
{
    return (code < 0x20 && code != '\n') || (code >= 0x7F && code <= 0x9F) ||
           (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x200B;
}

static void check_characters(enum handoff_report report,
                             enum handoff_format format)
{
    char *text = render_with(report, format, payload);
    const struct handoff_slice s = ho_slice(text);
    size_t len;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        /* HTML keeps the lines and tabs of what it shows */
        if (is_unsafe(code) && !(format == HANDOFF_FORMAT_HTML && code == '\t'))
            fail_msg("%s lets U+%04X through", report_format_word(format),
                     (unsigned)code);
    }
    assert_null(strstr(text, "<script>alert"));
    assert_non_null(strstr(text, "{{health}}"));
    free(text);
}

static void nothing_unsafe_gets_through(void **state)
{
    static const enum handoff_format formats[] = { HANDOFF_FORMAT_MARKDOWN,
                                                   HANDOFF_FORMAT_HTML };

    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        check_characters(HANDOFF_REPORT_MAP, formats[i]);
        check_characters(HANDOFF_REPORT_BRIEFS, formats[i]);
    }
}

/* A terminal: no control characters, no line of the lead's own making, none
 * that is too wide. */
static void check_terminal(enum handoff_report report)
{
    char *text = render_with(report, HANDOFF_FORMAT_TEXT, payload);
    struct handoff_slice rest = ho_slice(text), line;
    size_t headings = 0, len;

    while (ho_next_line(&rest, &line)) {
        assert_true(ho_width(line) <= HO_LAYOUT_COLUMNS);
        headings += ho_slice_is(line, "stage map");
        assert_false(ho_slice_is(line, "## stage map"));
        for (size_t at = 0; at < line.len; at += len)
            assert_false(is_unsafe(ho_utf8_decode(line, at, &len)));
    }
    assert_int_equal(headings, report == HANDOFF_REPORT_MAP);
    free(text);
}

static void a_terminal_is_safe(void **state)
{
    (void)state;
    check_terminal(HANDOFF_REPORT_MAP);
    check_terminal(HANDOFF_REPORT_BRIEFS);
}

/* --- documents of another shape --------------------------------------- */

/* The first element of each list is enough. */
static void shrink(cJSON *item)
{
    for (; item; item = item->next) {
        while (cJSON_IsArray(item) && item->child && item->child->next)
            cJSON_DeleteItemFromArray(item, 1);
        shrink(item->child);
    }
}

static void render_some(const cJSON *map)
{
    free(report_of_tree(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_TEXT, map));
    free(report_of_tree(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_HTML, map));
    free(report_of_tree(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_NDJSON, map));
    free(report_of_tree(HANDOFF_REPORT_BRIEFS, HANDOFF_FORMAT_TEXT, map));
}

/* Put each odd value in the place of a node, and the node back. */
static void try_odd(cJSON *map, cJSON *node)
{
    static const char *const odd[] = { "null", "7",
                                       "[]",   "[[{\"lead\":1}], 2]",
                                       "\"\"", "{\"a\":{}}" };

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        cJSON *value = cJSON_Parse(odd[i]), kept = *node;

        node->type = value->type;
        node->child = value->child;
        node->valuestring = value->valuestring;
        node->valueint = value->valueint;
        node->valuedouble = value->valuedouble;
        render_some(map);
        node->type = kept.type;
        node->child = kept.child;
        node->valuestring = kept.valuestring;
        node->valueint = kept.valueint;
        node->valuedouble = kept.valuedouble;
        cJSON_Delete(value);
    }
}

static size_t try_all(cJSON *map, cJSON *node, unsigned depth)
{
    size_t count = 0;

    for (; node; node = node->next) {
        if (depth > 0) { /* the lists themselves are demanded */
            try_odd(map, node);
            count++;
        }
        count += try_all(map, node->child, depth + 1);
    }
    return count;
}

static void other_shapes_are_rendered(void **state)
{
    cJSON *map = report_map("sample");

    (void)state;
    shrink(map->child);
    assert_true(try_all(map, map->child, 0) > 100);
    cJSON_Delete(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_keeps_its_tags),
        cmocka_unit_test(markdown_keeps_its_marks),
        cmocka_unit_test(nothing_unsafe_gets_through),
        cmocka_unit_test(a_terminal_is_safe),
        cmocka_unit_test(other_shapes_are_rendered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
